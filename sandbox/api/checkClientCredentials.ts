import { oauthError } from '../contract/answers.ts';
import { headerOf } from '../contract/apiRequest.ts';
import type { OAuthCall } from '../contract/calls.ts';
import type { Application } from '../types.ts';
import type { ApiCall } from './ApiCall.ts';
import { Refusal } from './Refusal.ts';

/**
 * Checks the client ID and secret of a token or revoke call: the plain base64 of `client_id:client_secret` in a Basic
 * header. Credentials in the body don't count.
 *
 * @returns the application whose credentials they are
 * @throws Refusal
 */
export function checkClientCredentials({ account, request, check }: ApiCall<OAuthCall>): Application {
	const invalid = oauthError('invalid_client', 'client authentication failed');
	const [, credentials] = /^Basic +(\S+)$/i.exec(headerOf(request, 'authorization')) ?? [];
	if (credentials === undefined) throw check.refusal('basic-credentials', invalid);
	const application = account.applications.withCredentials(credentials);
	if (!application) throw new Refusal(invalid);
	return application;
}
