import type { Account } from '../account/Account.ts';
import { oauthError, type Answer } from '../contract/answers.ts';
import { headerOf, type ApiRequest } from '../contract/apiRequest.ts';

/**
 * Checks the client ID and secret of a token or revoke call: the plain base64 of `client_id:client_secret` in a Basic
 * header. Credentials in the body don't count.
 *
 * @returns the refusal, or undefined if they are right
 */
export function checkClientCredentials(account: Account, request: ApiRequest): Answer | undefined {
	const [scheme = '', credentials = '', ...rest] = headerOf(request, 'authorization').split(' ');
	const expected = Buffer.from(`${account.clientId}:${account.clientSecret}`).toString('base64');
	if (scheme.toLowerCase() === 'basic' && credentials === expected && rest.length === 0) return undefined;
	return oauthError('invalid_client', 'client authentication failed');
}
