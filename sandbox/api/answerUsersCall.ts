import type { Account } from '../account/Account.ts';
import { ok, rpcError, type Answer } from '../contract/answers.ts';
import { headerOf, type ApiRequest } from '../contract/apiRequest.ts';
import type { UsersCall } from '../contract/calls.ts';
import type { SandboxUser } from '../types.ts';
import { checkAccessToken } from './checkAccessToken.ts';
import { readListQuery } from './readListQuery.ts';

type ListCall = Extract<UsersCall, { operation: 'list' }>;
type UserCall = Exclude<UsersCall, ListCall>;

/** `<Product>/<version>` and nothing else, as 1Password asks of every client of this API. */
const USER_AGENT = /^[\w!#$%&'*+.^`|~-]+\/v?\d[\w.+~-]*$/;

/** The four calls of the Users API. */
export function answerUsersCall(account: Account, call: UsersCall, request: ApiRequest): Answer {
	const refusal = checkUserAgent(request) ?? checkAccessToken(account, call, request) ?? refuseBody(request);
	if (refusal) return refusal;
	return call.operation === 'list' ? list(account, call, request) : single(account, call, request);
}

function list(account: Account, call: ListCall, request: ApiRequest): Answer {
	const query = readListQuery(account.pageTokens, call.version, request.query);
	if ('refusal' in query) return rpcError('invalidArgument', query.refusal);
	const { longest = Infinity, emptyPages = 0 } = account.paging;
	const { after, emptyBefore, sealedWith } = query;
	const tokenFor = (continueAfter: number, empty: number) =>
		account.pageTokens.seal({ after: continueAfter, emptyBefore: empty }, sealedWith);
	if (emptyBefore < emptyPages) return ok({ results: [], next_page_token: tokenFor(after, emptyBefore + 1) });
	const page = account.directory.page(query.state, after, Math.min(query.size, longest));
	const results = page.users.map(toBody);
	if (page.next === undefined) return ok({ results });
	return ok({ results, next_page_token: tokenFor(page.next, 0) });
}

function single(account: Account, call: UserCall, request: ApiRequest): Answer {
	const [parameter] = request.query.keys();
	if (parameter !== undefined) return rpcError('invalidArgument', `unknown query parameter: ${parameter}`);
	const user = account.directory.get(call.userId);
	if (!user) return rpcError('notFound', 'user not found');
	if (call.operation === 'suspend') return suspend(account, user);
	if (call.operation === 'reactivate')
		return ok(toBody(account.directory.change(user.id, { state: 'ACTIVE' })));
	return ok(toBody(user));
}

/** Idempotent, except for those whom 1Password never lets an integration suspend. */
function suspend(account: Account, user: SandboxUser): Answer {
	if (user.state === 'SUSPENDED') return ok(toBody(user));
	if (user.kind === 'managedAdministrator') {
		return rpcError('permissionDenied', 'externally managed administrators cannot be suspended');
	}
	if (user.kind === 'owner' && !account.directory.hasOtherActiveOwner(user)) {
		return rpcError('permissionDenied', 'no_owner_remain');
	}
	return ok(toBody(account.directory.change(user.id, { state: 'SUSPENDED' })));
}

/** The documented fields, and only those: `kind` never leaves the sandbox. */
function toBody({ id, email, display_name, state, create_time, path }: SandboxUser): Partial<SandboxUser> {
	return { id, email, display_name, state, create_time, path };
}

function checkUserAgent(request: ApiRequest): Answer | undefined {
	if (USER_AGENT.test(headerOf(request, 'user-agent'))) return undefined;
	return rpcError('invalidArgument', 'User-Agent must be <Product>/<version>');
}

/** None of the four calls takes a body. One that is announced but empty, as HTTP clients like to do, is none. */
function refuseBody(request: ApiRequest): Answer | undefined {
	const length = headerOf(request, 'content-length');
	// The server does not read a GET's body, so a chunked one has to be judged by its announcement.
	const announced = request.method === 'GET' && headerOf(request, 'transfer-encoding') !== '';
	if (request.body === '' && (length === '' || length === '0') && !announced) return undefined;
	return rpcError('invalidArgument', 'this method takes no request body');
}
