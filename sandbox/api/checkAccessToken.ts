import { rpcError } from '../contract/answers.ts';
import { headerOf } from '../contract/apiRequest.ts';
import type { UsersCall } from '../contract/calls.ts';
import type { Scope } from '../types.ts';
import type { ApiCall } from './ApiCall.ts';
import { Refusal } from './Refusal.ts';

const SCOPE_OF: Record<UsersCall['operation'], Scope> = {
	list: 'users.list',
	get: 'users.get',
	suspend: 'users.suspend',
	reactivate: 'users.reactivate',
};

/**
 * Checks the bearer token of a Users API call, and what its application and account may do.
 *
 * @throws Refusal
 */
export function checkAccessToken({ account, call, request, check }: ApiCall<UsersCall>): void {
	const invalid = rpcError('unauthenticated', 'invalid or expired access token', {
		'www-authenticate': 'Bearer realm="1Password sandbox", error="invalid_token"',
	});
	const [, token] = /^Bearer +(\S+)$/i.exec(headerOf(request, 'authorization')) ?? [];
	if (token === undefined) throw check.refusal('bearer', invalid);
	const clientId = account.tokens.clientOf(token, call.version);
	if (clientId === undefined) throw new Refusal(invalid);
	if (call.account !== account.accountId) throw new Refusal(rpcError('notFound', 'account not found'));
	if (account.provisioned) {
		throw new Refusal(
			rpcError('permissionDenied', 'accounts with automated provisioning cannot use the Users API'),
		);
	}
	const scope = SCOPE_OF[call.operation];
	if (!account.applications.get(clientId).scopes.includes(scope)) {
		throw new Refusal(rpcError('permissionDenied', `missing permission: ${scope}`));
	}
}
