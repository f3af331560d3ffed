import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { ApiError } from '../../../../nodes/OnePasswordUsers/api/errors/ApiError';
import { exchangeToken } from '../../../../nodes/OnePasswordUsers/api/credential/token';
import type { ApiAnswer } from '../../../../nodes/OnePasswordUsers/api/types';
import { answer, credential, rejectionOf, settings, tokenEndpoint } from '../fixtures';

/** A token, as 1Password issues one. */
export const issued = (changes: Record<string, unknown> = {}) =>
	answer(200, { access_token: 'token-1', token_type: 'Bearer', expires_in: 900, ...changes });
/** A refusal in the words of RFC 6749. */
export const oauthError = (statusCode: number, error: string) =>
	answer(statusCode, { error, error_description: 'of no use' });
/** A refusal by something that does not know the path. */
export const html = (statusCode: number) => answer(statusCode, '<html>Not here</html>');

/** Exchanges client ID and secret for a token at an endpoint that gives these answers. */
export async function exchange(
	answers: Array<ApiAnswer | Error>,
	changes: ICredentialDataDecryptedObject = {},
) {
	const endpoint = tokenEndpoint(...answers);
	const token = await exchangeToken(endpoint.http, credential(changes), settings(changes));
	return { token, paths: endpoint.paths(), requests: endpoint.requests };
}

/** The same where no token can be had. */
export async function refusal(
	answers: Array<ApiAnswer | Error>,
	changes: ICredentialDataDecryptedObject = {},
) {
	const endpoint = tokenEndpoint(...answers);
	const failure = await rejectionOf(exchangeToken(endpoint.http, credential(changes), settings(changes)));
	if (!(failure instanceof ApiError)) throw failure;
	return { failure, paths: endpoint.paths() };
}
