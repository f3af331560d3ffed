import type { Account } from '../account/Account.ts';
import { rpcError, type Answer } from '../contract/answers.ts';
import { headerOf, type ApiRequest } from '../contract/apiRequest.ts';
import type { UsersCall } from '../contract/calls.ts';
import type { Scope } from '../types.ts';

const SCOPE_OF: Record<UsersCall['operation'], Scope> = {
	list: 'users.list',
	get: 'users.get',
	suspend: 'users.suspend',
	reactivate: 'users.reactivate',
};

/**
 * Checks the bearer token of a Users API call, and what its application and account may do.
 *
 * @returns the refusal, or undefined if the call is allowed
 */
export function checkAccessToken(account: Account, call: UsersCall, request: ApiRequest): Answer | undefined {
	const [, token = ''] = /^Bearer (\S+)$/i.exec(headerOf(request, 'authorization')) ?? [];
	if (!account.tokens.accepts(token, call.version)) {
		const challenge = 'Bearer realm="1Password sandbox", error="invalid_token"';
		return rpcError('unauthenticated', 'invalid or expired access token', { 'www-authenticate': challenge });
	}
	if (call.account !== account.accountId) return rpcError('notFound', 'account not found');
	if (account.provisioned) {
		return rpcError('permissionDenied', 'accounts with automated provisioning cannot use the Users API');
	}
	const scope = SCOPE_OF[call.operation];
	if (!account.scopes.includes(scope)) return rpcError('permissionDenied', `missing permission: ${scope}`);
	return undefined;
}
