import { revokeToken } from '../../../../nodes/OnePasswordUsers/api/credential/token';
import { html, issued, oauthError, refusal } from './exchanging';
import { answer, rejectionOf, settings, tokenEndpoint } from '../fixtures';

const HOST = 'https://api.1password.com';
const REFUSED = {
	message: '1Password refused the client ID or the client secret',
	advice:
		'Copy both again from the OAuth application; the secret is shown only once, so you may need new credentials. Check that the application belongs to an account in the region of the credential.',
};
const NO_RIGHTS = {
	message: '1Password does not let this OAuth application get a token',
	advice:
		'Create the OAuth application again in 1Password under Integrations, with the Users API permissions, and enter its client ID and secret.',
};
const UNAVAILABLE = {
	message: '1Password is unavailable and issued no token',
	advice: 'Wait a few minutes and run the workflow again: what is already done is not done twice.',
};
const REDIRECTED = {
	message: `${HOST} redirected the request for a token elsewhere, and the redirect was not followed`,
	advice: 'Check the region or base URL in the credential, and any proxy between n8n and 1Password.',
};
const SOMETHING_ELSE = {
	message: `${HOST} answered the request for a token with something else`,
	advice:
		'Check the region or base URL in the credential, and any proxy or sign-in page between n8n and 1Password.',
};
const GONE = {
	message: `There is neither version v1 nor v1beta1 of the Users API at ${HOST}`,
	advice: 'Check the region or base URL in the credential.',
};

describe('the whole text that a person reads where no token can be had', () => {
	it.each([
		['no answer in JSON', [answer(401, null), html(403)], REFUSED],
		['a 403 in JSON', [answer(403, { message: 'Forbidden' }), html(404)], REFUSED],
		['the 403 of a firewall', [html(403), html(403)], SOMETHING_ELSE],
		['the 407 of a proxy', [html(407), html(407)], SOMETHING_ELSE],
		['a 451', [html(451), html(404)], SOMETHING_ELSE],
		['a 499', [html(499), html(404)], SOMETHING_ELSE],
		['an error that is no text', [answer(404, { error: 5 }), html(404)], GONE],
		['a bad client at v1, v1beta1 down', [oauthError(401, 'invalid_client'), html(503)], UNAVAILABLE],
		['a 500', [html(500)], UNAVAILABLE],
		[
			'a 429',
			[html(429)],
			{ ...UNAVAILABLE, message: '1Password is receiving too many requests for tokens' },
		],
		['a 300', [html(300)], REDIRECTED],
		['a 399', [html(399)], REDIRECTED],
		['unauthorized_client', [oauthError(400, 'unauthorized_client'), html(404)], NO_RIGHTS],
		['invalid_scope', [html(403), oauthError(400, 'invalid_scope')], NO_RIGHTS],
		['both versions gone', [html(404), html(410)], GONE],
	])('%s', async (_, answers, { message, advice }) => {
		const { failure } = await refusal(answers);
		const [v1, v1beta1] = answers.map(({ statusCode }) => `HTTP ${statusCode}`);
		const told = v1beta1 ? `v1: ${v1}, v1beta1: ${v1beta1}` : `v1: ${v1}`;

		expect(failure).toMatchObject({
			message,
			description: `${advice} The token endpoint at ${HOST} answered ${told}.`,
		});
	});

	it('where the chosen version is gone', async () => {
		expect((await refusal([html(404)], { apiVersion: 'v1' })).failure).toMatchObject({
			message: `There is no version v1 of the Users API at ${HOST}`,
			description: `Check the region or base URL in the credential. Set API Version to Automatic. The token endpoint at ${HOST} answered v1: HTTP 404.`,
		});
	});

	it('where something else answers', async () => {
		expect((await refusal([issued({ access_token: undefined })])).failure).toMatchObject({
			message: SOMETHING_ELSE.message,
			description: SOMETHING_ELSE.advice,
		});
	});

	it.each(['invalid_request', 'invalid_client', 'invalid_grant', 'unsupported_grant_type'])(
		'a path is there if it answers %s, whatever the status',
		async (error) => {
			expect((await refusal([html(404), oauthError(404, error)])).failure.message).toBe(REFUSED.message);
		},
	);
});

describe('the whole text that a person reads where a token was not revoked', () => {
	const MAY_BE_WRONG = '1Password refused the client ID or the client secret, and the token was not revoked';
	const NOT_CONFIRMED = '1Password did not confirm that the token was revoked';

	it.each([
		[204, NOT_CONFIRMED, 'badAnswer', false],
		[302, NOT_CONFIRMED, 'badAnswer', false],
		[400, MAY_BE_WRONG, 'badCredentials', false],
		[401, MAY_BE_WRONG, 'badCredentials', false],
		[402, NOT_CONFIRMED, 'badAnswer', false],
		[403, MAY_BE_WRONG, 'badCredentials', false],
		[404, NOT_CONFIRMED, 'badAnswer', false],
		[429, NOT_CONFIRMED, 'unavailable', true],
		[499, NOT_CONFIRMED, 'badAnswer', false],
		[500, NOT_CONFIRMED, 'unavailable', true],
	])('%d: %s', async (status, message, kind, transient) => {
		const { http } = tokenEndpoint(answer(status, '', { 'retry-after': '7' }));

		expect(await rejectionOf(revokeToken(http, 'token-1', 'v1', settings()))).toMatchObject({
			message,
			description: `The token may still work until it expires, 15 minutes after it was issued. Run this step again. The revocation endpoint at ${HOST} answered HTTP ${status}.`,
			kind,
			transient,
			retryAfterMs: 7000,
		});
	});
});
