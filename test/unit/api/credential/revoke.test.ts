import { ApiError } from '../../../../nodes/OnePasswordUsers/api/errors/ApiError';
import { revokeToken } from '../../../../nodes/OnePasswordUsers/api/credential/token';
import { answer, everythingIn, rejectionOf, settings, tokenEndpoint } from '../fixtures';

describe('revoking', () => {
	it.each([
		['v1', 'https://api.1password.com/v1/oauth/revoke'],
		['v1beta1', 'https://api.1password.com/v1beta1/users/oauth2/revoke'],
	] as const)('sends the token as a form to the endpoint of %s', async (version, url) => {
		const { http, requests } = tokenEndpoint(answer(200));
		await revokeToken(http, 'token-1', version, settings());

		expect(requests).toMatchObject([
			{ method: 'POST', url, body: new URLSearchParams({ token: 'token-1' }), disableFollowRedirect: true },
		]);
	});

	it.each([204, 302, 401, 404, 500])('is not done unless it is confirmed: %d', async (statusCode) => {
		const { http } = tokenEndpoint(answer(statusCode));

		expect(await rejectionOf(revokeToken(http, 'token-1', 'v1', settings()))).toBeInstanceOf(ApiError);
	});

	it('never shows the token when it fails', async () => {
		const { http } = tokenEndpoint(answer(401, { error: 'invalid_client', token: 'token-1' }));

		expect(everythingIn(await rejectionOf(revokeToken(http, 'token-1', 'v1', settings())))).not.toContain(
			'token-1',
		);
	});
});
