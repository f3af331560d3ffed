import { UserError } from 'n8n-workflow';
import { isRecord } from '../../utils/isRecord';
import { ApiError } from '../errors/ApiError';
import { retryAfterMs } from '../errors/retryAfter';
import { RUN_AGAIN } from '../errors/runAgain';
import { isTransientStatus } from '../errors/transient';
import { isUnknownPathStatus } from '../errors/unknownPaths';
import type { ApiAnswer, ApiVersion } from '../types';
import type { Settings } from './settings';

/*
 * Why no token could be had, in fixed texts: nothing that the server said is repeated but its status,
 * since an answer to the token call may quote what it was sent.
 */

export interface Refusal {
	version: ApiVersion;
	answer: ApiAnswer;
}

/**
 * Turns the answers of the token endpoints, one for each version that was asked (at least one), into what the person should do.
 * The answer that looks like OAuth decides (RFC 6749, section 5.2), then the one from a path that exists.
 */
export function exchangeRefused(refusals: Refusal[], settings: Settings): ApiError {
	const decisive =
		refusals.find(
			({ answer: { statusCode } }) => isTransientStatus(statusCode) && !isUnknownPathStatus(statusCode),
		) ??
		refusals.find(({ answer }) => oauthErrorOf(answer) !== undefined) ??
		refusals.find(({ answer }) => !isUnknownPathStatus(answer.statusCode)) ??
		refusals.find(({ answer }) => !isTransientStatus(answer.statusCode)) ??
		refusals[0]!;
	return explainRefusal(decisive, refusals, settings);
}

function explainRefusal({ answer }: Refusal, refusals: Refusal[], settings: Settings): ApiError {
	const { statusCode } = answer;
	const oauthError = oauthErrorOf(answer);
	const answers = refusals
		.map((refusal) => `${refusal.version}: HTTP ${refusal.answer.statusCode}`)
		.join(', ');
	const support = `The token endpoint at ${settings.origin} answered ${answers}.`;
	if (isTransientStatus(statusCode)) return transientRefusal(answer, support);
	if (statusCode < 400) {
		return new ApiError({
			kind: 'badAnswer',
			httpStatus: statusCode,
			message: `${settings.origin} redirected the request for a token elsewhere, and the redirect was not followed`,
			description: `Check the region or base URL in the credential, and any proxy between n8n and 1Password. ${support}`,
		});
	}
	if (oauthError === 'unauthorized_client' || oauthError === 'invalid_scope') {
		return new ApiError({
			kind: 'missingPermission',
			httpStatus: statusCode,
			message: '1Password does not let this OAuth application get a token',
			description: `Create the OAuth application again in 1Password under Integrations, with the Users API permissions, and enter its client ID and secret. ${support}`,
		});
	}
	if (oauthError === undefined && isUnknownPathStatus(statusCode))
		return versionGone(statusCode, support, settings);
	// A proxy refuses in its own way, whatever the secret.
	if (statusCode !== 400 && statusCode !== 401 && !isRecord(answer.body))
		return unknownTokenAnswer(settings, support, statusCode);
	return new ApiError({
		kind: 'badCredentials',
		httpStatus: statusCode,
		message: '1Password refused the client ID or the client secret',
		description: `Copy both again from the OAuth application; the secret is shown only once, so you may need new credentials. Check that the application belongs to an account in the region of the credential. ${support}`,
	});
}

function transientRefusal({ statusCode, headers }: ApiAnswer, support: string): ApiError {
	const limited = statusCode === 429;
	return new ApiError({
		kind: limited ? 'rateLimited' : 'unavailable',
		transient: true,
		httpStatus: statusCode,
		retryAfterMs: retryAfterMs(headers['retry-after']),
		message: limited
			? '1Password is receiving too many requests for tokens'
			: '1Password is unavailable and issued no token',
		description: `Wait a few minutes and ${RUN_AGAIN}. ${support}`,
	});
}

function versionGone(statusCode: number, support: string, { origin, apiVersion }: Settings): ApiError {
	const which =
		apiVersion === 'auto'
			? 'neither version v1 nor v1beta1 of the Users API'
			: `no version ${apiVersion} of the Users API`;
	const advice = apiVersion === 'auto' ? '' : ' Set API Version to Automatic.';
	return new ApiError({
		kind: 'versionGone',
		httpStatus: statusCode,
		message: `There is ${which} at ${origin}`,
		description: `Check the region or base URL in the credential.${advice} ${support}`,
	});
}

/** No token and no refusal of 1Password's: a captive portal, a proxy's page, another service. */
export function unknownTokenAnswer({ origin }: Settings, support = '', httpStatus?: number): ApiError {
	return new ApiError({
		kind: 'badAnswer',
		httpStatus,
		message: `${origin} answered the request for a token with something else`,
		description:
			`Check the region or base URL in the credential, and any proxy or sign-in page between n8n and 1Password. ${support}`.trim(),
	});
}

/** The codes of RFC 6749, section 5.2. Gateways and frameworks put other texts into a field of the same name. */
const OAUTH_ERRORS = [
	'invalid_request',
	'invalid_client',
	'invalid_grant',
	'unauthorized_client',
	'unsupported_grant_type',
	'invalid_scope',
];

function oauthErrorOf({ body }: ApiAnswer): string | undefined {
	return isRecord(body) ? OAUTH_ERRORS.find((known) => known === body.error) : undefined;
}

/** The revocation was not confirmed: 1Password answers 200 without a body, also for a token that it does not know. */
export function revocationFailed(answer: ApiAnswer, { origin }: Settings): ApiError {
	const { statusCode, headers } = answer;
	const refused = statusCode === 400 || statusCode === 401 || statusCode === 403;
	return new ApiError({
		kind: refused ? 'badCredentials' : isTransientStatus(statusCode) ? 'unavailable' : 'badAnswer',
		transient: isTransientStatus(statusCode),
		httpStatus: statusCode,
		retryAfterMs: retryAfterMs(headers['retry-after']),
		message: refused
			? '1Password refused the client ID or the client secret, and the token was not revoked'
			: '1Password did not confirm that the token was revoked',
		description: `The token may still work until it expires, 15 minutes after it was issued. Run this step again. The revocation endpoint at ${origin} answered HTTP ${statusCode}.`,
	});
}

/**
 * A failure of the exchange with its advice in the message: n8n's credential test shows nothing else.
 * The node finds the failure itself in the cause.
 */
export function withAdvice(failure: unknown): unknown {
	if (!(failure instanceof ApiError)) return failure;
	return new UserError(`${failure.message}. ${failure.description}`, { cause: failure });
}

/** The run must not go on with other users, or under safeguards that were changed. */
export function credentialChanged(): ApiError {
	return new ApiError({
		kind: 'credentialChanged',
		message: 'The 1Password credential was changed while this run was under way',
		description:
			'Nothing more was done with the old one. Run the workflow again: what is already done is not done twice.',
	});
}
