import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { accountUrl, USER_AGENT } from '../endpoints';
import { readSettings } from './settings';
import { usableToken, versionInUse } from './token';

/** n8n's older request code, which the HTTP Request node still uses, says `uri` for `url`. */
type AnyRequest = IHttpRequestOptions & { uri?: string };

/**
 * Adds to a request what 1Password wants: the root of a relative URL, the bearer token, a User-Agent.
 * A request for another origin gets nothing, and a token that must not be sent (issued for other credentials, or about to
 * expire) is left out: the 401 that follows makes n8n fetch a new one.
 * @throws UserError when the credential's fields cannot be right
 */
export function authenticateRequest(
	credentials: ICredentialDataDecryptedObject,
	request: AnyRequest,
): AnyRequest {
	const settings = readSettings(credentials);
	const root = accountUrl(settings.origin, versionInUse(credentials, settings), settings.accountId);
	const url = request.url ?? request.uri ?? '';
	const isRelative = request.baseURL === undefined && url.startsWith('/') && !url.startsWith('//');
	const baseURL = isRelative ? root : request.baseURL;
	const authenticated = baseURL === undefined ? request : { ...request, baseURL };
	if (originOf(url, baseURL) !== settings.origin) return authenticated;

	const token = usableToken(credentials, settings);
	return {
		...authenticated,
		headers: {
			'User-Agent': USER_AGENT,
			...authenticated.headers,
			...(token !== undefined && { Authorization: `Bearer ${token}` }),
		},
		// n8n would otherwise send the Authorization header along to wherever a redirect leads.
		sendCredentialsOnCrossOriginRedirect: false,
	};
}

function originOf(url: string, baseURL: string | undefined): string | undefined {
	return URL.canParse(url, baseURL) ? new URL(url, baseURL).origin : undefined;
}
