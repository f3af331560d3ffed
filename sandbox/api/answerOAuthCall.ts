import { oauthError, ok, type Answer } from '../contract/answers.ts';
import { headerOf, type ApiRequest } from '../contract/apiRequest.ts';
import type { OAuthCall } from '../contract/calls.ts';
import type { Application } from '../types.ts';
import type { ApiCall } from './ApiCall.ts';
import { checkClientCredentials } from './checkClientCredentials.ts';
import type { ClientCheck } from './ClientCheck.ts';
import { expiresInOf } from './expiresInOf.ts';

const FORM = 'application/x-www-form-urlencoded';
const FIELDS = { token: ['grant_type', 'scope'], revoke: ['token'] };
const CREDENTIALS = ['client_id', 'client_secret'];

/**
 * The token and revoke calls: client credentials as RFC 6749 section 4.4, revoking as RFC 7009.
 *
 * @throws Refusal
 */
export function answerOAuthCall(apiCall: ApiCall<OAuthCall>): Answer {
	const { call, request, check } = apiCall;
	const application = checkClientCredentials(apiCall);
	if (request.query.size > 0) check.tolerate('query');
	const form = readForm(request, FIELDS[call.operation], check);
	return call.operation === 'token'
		? issueToken(apiCall, application, form)
		: revokeToken(apiCall, application, form);
}

function issueToken(
	{ account, call, check }: ApiCall<OAuthCall>,
	{ clientId }: Application,
	form: URLSearchParams,
): Answer {
	const grantType = form.get('grant_type');
	if (grantType === null) throw check.refusal('grant-type');
	if (grantType !== 'client_credentials') {
		const unsupported = oauthError('unsupported_grant_type', 'grant_type must be client_credentials');
		throw check.refusal('grant-type', unsupported);
	}
	const scope = form.get('scope');
	if (scope === '') check.tolerate('scope');
	else if (scope !== null && scope !== 'openid') {
		throw check.refusal('scope', oauthError('invalid_scope', 'the only scope is openid'));
	}
	if (account.shapes.tokens === 'latest-only') account.tokens.revokeAllOf(clientId);
	const body = {
		access_token: account.tokens.issue(call.version, clientId),
		token_type: 'Bearer',
		expires_in: expiresInOf(account.tokens.lifetimeSeconds, account.shapes.expiresIn),
	};
	return ok(body, { 'cache-control': 'no-store', pragma: 'no-cache' });
}

/** Unknown and already revoked tokens are answered alike, so that nobody can probe for tokens. */
function revokeToken(
	{ account, check }: ApiCall<OAuthCall>,
	{ clientId }: Application,
	form: URLSearchParams,
): Answer {
	const token = form.get('token');
	if (!token) throw check.refusal('revoked-token');
	account.tokens.revoke(token, clientId);
	return { status: 200, headers: {}, body: undefined };
}

/** Unknown fields are ignored, as RFC 6749 section 3.2 demands. */
function readForm(request: ApiRequest, known: string[], check: ClientCheck): URLSearchParams {
	const [mediaType = ''] = headerOf(request, 'content-type').split(';');
	if (mediaType.trim().toLowerCase() !== FORM) throw check.refusal('form');
	const form = new URLSearchParams(request.body);
	for (const field of new Set(form.keys())) {
		if (CREDENTIALS.includes(field)) throw check.refusal('basic-credentials');
		if (form.getAll(field).length > 1) throw check.refusal('form-field-once');
		if (!known.includes(field)) check.tolerate('form-field');
	}
	return form;
}
