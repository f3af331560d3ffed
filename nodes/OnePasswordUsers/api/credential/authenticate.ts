import { UserError, type ICredentialDataDecryptedObject, type IHttpRequestOptions } from 'n8n-workflow';
import { accountUrl, USER_AGENT } from '../endpoints';
import { readSettings } from './settings';
import { REQUEST_TIMEOUT_MS, usableToken, versionInUse } from './token';

/** n8n's older request code, which the HTTP Request node still uses, says `uri` for `url` and has its own words for redirects. */
type AnyRequest = IHttpRequestOptions & {
	uri?: string;
	followRedirect?: boolean;
	followAllRedirects?: boolean;
};

/**
 * Adds to a request what 1Password wants: the root of a relative URL, the bearer token, a User-Agent.
 * A request for another origin gets nothing. Redirects are not followed: n8n before 2.16 would send the token along to
 * wherever they lead. The whole request may take twice as long as n8n waits for a sign of life, whose clock starts again
 * with every byte.
 * @throws UserError when the credential's fields cannot be right
 * @throws NoToken before anything is sent, when there is no token that may be sent: none yet, issued for other
 * credentials, or about to expire
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
	if (token === undefined) throw new NoToken();
	return {
		...authenticated,
		headers: { 'User-Agent': USER_AGENT, ...authenticated.headers, Authorization: `Bearer ${token}` },
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
		sendCredentialsOnCrossOriginRedirect: false,
		abortSignal: withTimeLimit(request),
	};
}

/**
 * There is no token that may be sent. It looks like 1Password's 401, which makes n8n fetch a token and try again: n8n-core
 * calls `authenticate` inside the `try` that does so, in every 2.x.
 */
class NoToken extends UserError {
	readonly response = { status: 401 };

	constructor() {
		super('There is no access token of 1Password that can be used', {
			description:
				'A new one was asked for and expired at once. Check the clock of the machine that runs n8n.',
		});
	}
}

/** The request's own signal (n8n's Stop button), and the end of its time. The timer keeps no process alive. */
function withTimeLimit({ timeout = REQUEST_TIMEOUT_MS, abortSignal }: AnyRequest): AbortSignal {
	const limit = AbortSignal.timeout(2 * timeout);
	return abortSignal instanceof AbortSignal ? AbortSignal.any([abortSignal, limit]) : limit;
}

function originOf(url: string, baseURL: string | undefined): string | undefined {
	return URL.canParse(url, baseURL) ? new URL(url, baseURL).origin : undefined;
}
