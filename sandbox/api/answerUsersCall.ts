import type { Account } from '../account/Account.ts';
import { ok, rpcError, type Answer } from '../contract/answers.ts';
import { headerOf, type ApiRequest } from '../contract/apiRequest.ts';
import type { UsersCall } from '../contract/calls.ts';
import type { SandboxUser } from '../types.ts';
import type { ApiCall } from './ApiCall.ts';
import { checkAccessToken } from './checkAccessToken.ts';
import { listUsers } from './listUsers.ts';
import { Refusal } from './Refusal.ts';
import { userBody } from './userBody.ts';

/** `<Product>/<version>` and nothing else, as 1Password asks of every client of this API. */
const USER_AGENT = /^[\w!#$%&'*+.^`|~-]+\/v?\d[\w.+~-]*$/;

/**
 * The four calls of the Users API.
 *
 * @throws Refusal
 */
export function answerUsersCall(apiCall: ApiCall<UsersCall>): Answer {
	const { account, call, request, check } = apiCall;
	if (!USER_AGENT.test(headerOf(request, 'user-agent'))) check.tolerate('user-agent');
	checkAccessToken(apiCall);
	checkBody(apiCall);
	if (call.operation === 'list') return listUsers({ ...apiCall, call });
	if (request.query.size > 0) check.tolerate('query');
	const user = account.directory.get(call.userId);
	if (!user) throw new Refusal(rpcError('notFound', 'user not found'));
	if (call.operation === 'suspend') checkSuspendable(account, user);
	if (call.operation === 'get') return ok(userBody(user));
	const state = call.operation === 'suspend' ? 'SUSPENDED' : 'ACTIVE';
	return ok(userBody(account.directory.change(user.id, { state })));
}

/** Refuses users whom 1Password never lets an integration suspend, unless they are suspended already. */
function checkSuspendable({ directory }: Account, user: SandboxUser): void {
	if (user.state === 'SUSPENDED') return;
	if (user.kind === 'managedAdministrator') {
		throw new Refusal(rpcError('permissionDenied', 'externally managed administrators cannot be suspended'));
	}
	if (user.kind === 'owner' && !directory.hasOtherActiveOwner(user)) {
		throw new Refusal(rpcError('permissionDenied', 'no_owner_remain'));
	}
}

/** None of the four calls takes a body; HTTP servers ignore one on a GET. */
function checkBody({ request, check }: ApiCall<UsersCall>): void {
	if (!hasBody(request)) return;
	if (request.method !== 'GET') throw check.refusal('no-body');
	check.tolerate('no-body');
}

/** A body that is announced but empty, as HTTP clients like to send it, is none. */
function hasBody(request: ApiRequest): boolean {
	const length = headerOf(request, 'content-length');
	// The server does not read a GET's body, so a chunked one has to be judged by its announcement.
	const announced = request.method === 'GET' && headerOf(request, 'transfer-encoding') !== '';
	return request.body !== '' || (length !== '' && length !== '0') || announced;
}
