import type { Account } from '../account/Account.ts';
import { oauthError, ok, type Answer } from '../contract/answers.ts';
import { headerOf, type ApiRequest } from '../contract/apiRequest.ts';
import type { OAuthCall } from '../contract/calls.ts';
import { checkClientCredentials } from './checkClientCredentials.ts';

const FORM = 'application/x-www-form-urlencoded';
const ALLOWED_FIELDS = { token: ['grant_type', 'scope'], revoke: ['token'] };

/** The token and revoke calls: client credentials as RFC 6749 section 4.4, revoking as RFC 7009. */
export function answerOAuthCall(account: Account, call: OAuthCall, request: ApiRequest): Answer {
	const form = new URLSearchParams(request.body);
	const refusal =
		checkClientCredentials(account, request) ??
		refuseShape(request) ??
		refuseFields(form, ALLOWED_FIELDS[call.operation]);
	if (refusal) return refusal;
	return call.operation === 'token' ? issue(account, call, form) : revoke(account, form);
}

function issue(account: Account, call: OAuthCall, form: URLSearchParams): Answer {
	const grantType = form.get('grant_type');
	if (grantType === null) return oauthError('invalid_request', 'grant_type is missing');
	if (grantType !== 'client_credentials') {
		return oauthError('unsupported_grant_type', 'grant_type must be client_credentials');
	}
	const scope = form.get('scope');
	if (scope !== null && scope !== 'openid') return oauthError('invalid_scope', 'the only scope is openid');
	const body = {
		access_token: account.tokens.issue(call.version),
		token_type: 'Bearer',
		expires_in: account.tokens.lifetimeSeconds,
	};
	return ok(body, { 'cache-control': 'no-store', pragma: 'no-cache' });
}

/** Unknown and already revoked tokens are answered alike, so that nobody can probe for tokens. */
function revoke(account: Account, form: URLSearchParams): Answer {
	const token = form.get('token');
	if (!token) return oauthError('invalid_request', 'token is missing');
	account.tokens.revoke(token);
	return { status: 200, headers: {}, body: undefined };
}

function refuseShape(request: ApiRequest): Answer | undefined {
	if (request.query.size > 0) return oauthError('invalid_request', 'parameters belong in the body');
	const [mediaType = ''] = headerOf(request, 'content-type').split(';');
	if (mediaType.trim().toLowerCase() === FORM) return undefined;
	return oauthError('invalid_request', `the body must be ${FORM}`);
}

/** RFC 6749 lets servers ignore fields they don't know; a sandbox does better to point them out. */
function refuseFields(form: URLSearchParams, allowed: string[]): Answer | undefined {
	for (const field of form.keys()) {
		if (!allowed.includes(field)) return oauthError('invalid_request', `unknown field: ${field}`);
		if (form.getAll(field).length > 1) return oauthError('invalid_request', `${field} is there twice`);
	}
	return undefined;
}
