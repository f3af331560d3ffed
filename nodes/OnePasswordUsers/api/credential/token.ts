import type { ICredentialDataDecryptedObject, IHttpRequestMethods, IHttpRequestOptions } from 'n8n-workflow';
import { API_VERSIONS, revokeUrl, tokenUrl, USER_AGENT } from '../endpoints';
import { exchangeRefused, revocationFailed, unknownTokenAnswer } from './tokenErrors';
import { noAnswer } from '../errors/networkErrors';
import { isTransientStatus } from '../errors/transient';
import { isUnknownPathStatus } from '../errors/unknownPaths';
import { hashOf } from '../../utils/hash';
import { isRecord } from '../../utils/isRecord';
import type { Settings } from './settings';
import type { ApiAnswer, ApiVersion } from '../types';

/** What is kept in the credential beside what a person entered: a token and what it is good for. */
export interface StoredToken {
	accessToken: string;
	/** of the host, account, client and secret that the token was issued for */
	issuedFor: string;
	/** the API version that issued it, and whose paths it is used on */
	issuedBy: ApiVersion;
	/** milliseconds since 1970; from then on it counts as dead */
	renewAt: number;
}

/** n8n's HTTP client, as a credential gets it. It answers with status, headers and body (`returnFullResponse`). */
export type HttpRequest = (options: IHttpRequestOptions) => Promise<unknown>;

/** 1Password's tokens live 15 minutes; assumed where the answer does not say (RFC 6749 leaves it optional). */
const DEFAULT_LIFETIME_SECONDS = 900;
const RENEWAL_MARGIN_SECONDS = 30;
/** A token that expired while it was under way is used for so long all the same: 1Password's clock decides, not ours. */
const SHORTEST_USE_MS = 500;
export const REQUEST_TIMEOUT_MS = 30_000;
/** RFC 6750: what a bearer token may consist of. Anything else could not travel in a header. */
const BEARER_TOKEN = /^[\x21-\x7e]+$/;

/**
 * Identifies what a token was issued for without giving any of it away.
 * @returns SHA-256, hexadecimal, over host, account, client ID and secret
 */
export function fingerprintOf({ origin, accountId, clientId, clientSecret }: Settings): string {
	return hashOf([origin, accountId, clientId, clientSecret]);
}

/**
 * The stored token, if it may be sent: issued for exactly this host, account, client, secret and version, and not about to expire.
 * n8n itself keeps an old token after an edit and knows no expiry, so this decides before every request.
 */
export function usableToken(
	data: ICredentialDataDecryptedObject,
	settings: Settings,
	now = Date.now(),
): string | undefined {
	if (settings.apiVersion !== 'auto' && settings.apiVersion !== data.issuedBy) return undefined;
	return Number(data.renewAt) > now ? ownToken(data, settings) : undefined;
}

/** The stored token, if it was issued for exactly this host, account, client and secret, even if it is about to expire. */
export function ownToken(data: ICredentialDataDecryptedObject, settings: Settings): string | undefined {
	const { accessToken, issuedFor } = data;
	if (typeof accessToken !== 'string' || !BEARER_TOKEN.test(accessToken)) return undefined;
	return issuedFor === fingerprintOf(settings) ? accessToken : undefined;
}

/** The version whose paths are used: the one chosen, else the one that issued the last token, else the first to try. */
export function versionInUse(data: ICredentialDataDecryptedObject, settings: Settings): ApiVersion {
	return versionsToAsk(data, settings)[0]!;
}

/** The versions that are asked for a token, in this order. With `auto`, the one that worked last comes first. */
export function versionsToAsk(data: ICredentialDataDecryptedObject, { apiVersion }: Settings): ApiVersion[] {
	if (apiVersion !== 'auto') return [apiVersion];
	return [...API_VERSIONS].sort((a, b) => Number(b === data.issuedBy) - Number(a === data.issuedBy));
}

/**
 * Exchanges client ID and secret for a token (OAuth 2.0 client credentials, HTTP Basic, form body).
 * A 4xx that is not transient leads to the other version, since gateways answer unknown paths with 401, 403, 404, 405 or
 * 410; so does a 501.
 * @throws ApiError in words for the person who set up the credential; never with `.response`, which n8n would take for an expired token
 */
export async function exchangeToken(
	http: HttpRequest,
	data: ICredentialDataDecryptedObject,
	settings: Settings,
): Promise<StoredToken> {
	const refusals: Array<{ version: ApiVersion; answer: ApiAnswer }> = [];
	for (const version of versionsToAsk(data, settings)) {
		const askedAt = Date.now();
		const answer = await post(http, tokenUrl(settings.origin, version), settings, {
			grant_type: 'client_credentials',
		});
		if (answer.statusCode >= 200 && answer.statusCode < 300)
			return storedToken(answer.body, version, settings, askedAt);
		refusals.push({ version, answer });
		const { statusCode } = answer;
		if (statusCode < 400 || (isTransientStatus(statusCode) && !isUnknownPathStatus(statusCode))) break;
	}
	throw exchangeRefused(refusals, settings);
}

/**
 * Makes a token worthless at once.
 * @throws ApiError when 1Password does not confirm it
 */
export async function revokeToken(
	http: HttpRequest,
	token: string,
	version: ApiVersion,
	settings: Settings,
): Promise<void> {
	const answer = await post(http, revokeUrl(settings.origin, version), settings, { token });
	if (answer.statusCode !== 200 || answer.body) throw revocationFailed(answer, settings);
}

/** The Basic header of the token endpoints: plain base64 of `client_id:client_secret`, as 1Password documents it. */
export const basicOf = ({ clientId, clientSecret }: Settings) =>
	Buffer.from(`${clientId}:${clientSecret}`).toString('base64');

async function post(
	http: HttpRequest,
	url: string,
	settings: Settings,
	form: Record<string, string>,
): Promise<ApiAnswer> {
	const method: IHttpRequestMethods = 'POST';
	try {
		const answer = await http({
			method,
			url,
			headers: { Authorization: `Basic ${basicOf(settings)}`, 'User-Agent': USER_AGENT },
			body: new URLSearchParams(form),
			json: true,
			timeout: REQUEST_TIMEOUT_MS,
			// A redirect would carry client ID and secret elsewhere.
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: true,
			returnFullResponse: true,
			// The timeout starts again with every byte; this is for the whole request.
			abortSignal: AbortSignal.timeout(2 * REQUEST_TIMEOUT_MS),
		});
		return answer as ApiAnswer;
	} catch (failure) {
		throw noAnswer(failure, settings.origin);
	}
}

function storedToken(body: unknown, version: ApiVersion, settings: Settings, askedAt: number): StoredToken {
	const { access_token, token_type, expires_in } = isRecord(body) ? body : {};
	if (typeof access_token !== 'string' || !BEARER_TOKEN.test(access_token))
		throw unknownTokenAnswer(settings);
	if (!isBearer(token_type)) throw unknownTokenAnswer(settings);
	const seconds = Number(expires_in);
	const lifetime = seconds > 0 && Number.isFinite(seconds) ? seconds : DEFAULT_LIFETIME_SECONDS;
	const margin = Math.min(RENEWAL_MARGIN_SECONDS, lifetime / 4);
	return {
		accessToken: access_token,
		issuedFor: fingerprintOf(settings),
		issuedBy: version,
		renewAt: Math.max(Math.floor(askedAt + (lifetime - margin) * 1000), Date.now() + SHORTEST_USE_MS),
	};
}

/** RFC 6749 lets the type be in any case; servers are known to leave it out. */
const isBearer = (tokenType: unknown) =>
	tokenType === undefined || (typeof tokenType === 'string' && tokenType.toLowerCase() === 'bearer');
