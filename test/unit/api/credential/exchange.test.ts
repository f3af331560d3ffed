import fc from 'fast-check';
import { USER_AGENT } from '../../../../nodes/OnePasswordUsers/api/endpoints';
import {
	basicOf,
	exchangeToken,
	fingerprintOf,
	usableToken,
} from '../../../../nodes/OnePasswordUsers/api/credential/token';
import { exchange, html, issued, refusal } from './exchanging';
import { answer, credential, settings } from '../fixtures';

const NOW = Date.UTC(2026, 0, 31, 12);
const V1 = '/v1/oauth/token';
const V1BETA1 = '/v1beta1/users/oauth2/token';

describe('the request for a token', () => {
	it('is a form with Basic, a User-Agent and a time limit, to the credential’s host, redirects not followed', async () => {
		const { requests } = await exchange([issued()], { region: 'eu' });

		expect(requests).toEqual([
			{
				method: 'POST',
				url: `https://api.1password.eu${V1}`,
				headers: { Authorization: `Basic ${basicOf(settings())}`, 'User-Agent': USER_AGENT },
				body: new URLSearchParams({ grant_type: 'client_credentials' }),
				json: true,
				timeout: 30_000,
				disableFollowRedirect: true,
				ignoreHttpStatusErrors: true,
				returnFullResponse: true,
				abortSignal: expect.any(AbortSignal) as AbortSignal,
			},
		]);
	});
});

describe('the order of versions', () => {
	it('starts with v1 and ends where a token is issued', async () => {
		expect((await exchange([issued()])).paths).toEqual([V1]);
	});

	it('starts with the version that worked last', async () => {
		expect((await exchange([issued()], { issuedBy: 'v1beta1' })).paths).toEqual([V1BETA1]);
	});

	it('goes back to v1 when the version that worked last is gone', async () => {
		const { paths, token } = await exchange([html(410), issued()], { issuedBy: 'v1beta1' });

		expect(paths).toEqual([V1BETA1, V1]);
		expect(token.issuedBy).toBe('v1');
	});

	it.each([400, 401, 403, 404, 405, 410, 418, 501])(
		'leads to the other version after a %d',
		async (statusCode) => {
			const { paths, token } = await exchange([html(statusCode), issued()]);

			expect(paths).toEqual([V1, V1BETA1]);
			expect(token.issuedBy).toBe('v1beta1');
		},
	);

	it.each([301, 302, 307, 308, 408, 425, 429, 500, 502, 503, 504, 507, 520])(
		'ends with a %d',
		async (statusCode) => {
			expect((await refusal([html(statusCode)])).paths).toEqual([V1]);
		},
	);

	it('ends with a connection that breaks', async () => {
		expect((await refusal([new Error('socket hang up')])).paths).toEqual([V1]);
	});

	it.each([
		['v1', V1],
		['v1beta1', V1BETA1],
	])('is %s alone where it was chosen, whatever worked last', async (apiVersion, path) => {
		const chosen = { apiVersion, issuedBy: apiVersion === 'v1' ? 'v1beta1' : 'v1' };

		expect((await refusal([html(404)], chosen)).paths).toEqual([path]);
	});
});

describe('a token', () => {
	it('remembers what it was issued for and by which version', async () => {
		const { token } = await exchange([html(404), issued()]);

		expect(token).toMatchObject({
			accessToken: 'token-1',
			issuedFor: fingerprintOf(settings()),
			issuedBy: 'v1beta1',
		});
	});

	it('can be used at once by the credential that stores it', async () => {
		const { token } = await exchange([issued()]);

		expect(usableToken(credential({ ...token }), settings())).toBe('token-1');
	});

	it.each([
		['900', 900, 870],
		['"900"', '900', 870],
		['3600', 3600, 3570],
		['120', 120, 90],
		['60', 60, 45],
		['4', 4, 3],
		['missing', undefined, 870],
		['null', null, 870],
		['text', 'soon', 870],
		['0', 0, 870],
		['-5', -5, 870],
	])('with expires_in %s is renewed before it dies', async (_, expires_in, seconds) => {
		const before = Date.now();
		const { token } = await exchange([issued({ expires_in })]);
		const after = Date.now();

		expect(token.renewAt).toBeGreaterThanOrEqual(before + seconds * 1000);
		expect(token.renewAt).toBeLessThanOrEqual(after + seconds * 1000);
	});

	it('is always renewed within its lifetime, at most 30 seconds early (property)', () =>
		fc.assert(
			fc.asyncProperty(fc.integer({ min: 1, max: 86_400 }), async (lifetime) => {
				const before = Date.now();
				const { token } = await exchange([issued({ expires_in: lifetime })]);
				const after = Date.now();

				expect(token.renewAt).toBeLessThan(after + lifetime * 1000);
				expect(token.renewAt).toBeGreaterThanOrEqual(before + (lifetime - 30) * 1000);
				expect(token.renewAt).toBeGreaterThan(before);
			}),
		));

	it.each([1, 2])('of %d s is used once at least, however slow the exchange was', async (expires_in) => {
		jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick', 'queueMicrotask'] });
		const slow = async () => {
			jest.setSystemTime(NOW + 5000);
			return await Promise.resolve(issued({ expires_in }));
		};
		const token = await exchangeToken(slow, credential(), settings());

		expect(usableToken(credential({ ...token }), settings())).toBe('token-1');
		jest.setSystemTime(NOW + 6000);
		expect(usableToken(credential({ ...token }), settings())).toBeUndefined();
		jest.useRealTimers();
	});

	it.each(['Bearer', 'bearer', 'BEARER', undefined])('may have the type %j', async (token_type) => {
		expect((await exchange([issued({ token_type })])).token.accessToken).toBe('token-1');
	});

	it.each([
		['a web page', answer(200, '<html>Sign in to the Wi-Fi</html>')],
		['an empty body', answer(200, '')],
		['null', answer(200, null)],
		['a list', answer(200, [{ access_token: 'token-1' }])],
		['no token', issued({ access_token: undefined })],
		['an empty token', issued({ access_token: '' })],
		['a number for a token', issued({ access_token: 5 })],
		['a token with a line end', issued({ access_token: 'a\r\nX-Evil: 1' })],
		['another type of token', issued({ token_type: 'mac' })],
		['a type that is no text', issued({ token_type: 5 })],
	])('is not %s, and that is said', async (_, odd) => {
		const { failure, paths } = await refusal([odd]);

		expect(failure).toMatchObject({ kind: 'badAnswer', transient: false });
		expect(failure.message).toBe(
			'https://api.1password.com answered the request for a token with something else',
		);
		expect(paths).toEqual([V1]);
	});
});
