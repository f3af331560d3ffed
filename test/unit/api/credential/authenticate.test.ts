import fc from 'fast-check';
import type { IHttpRequestOptions } from 'n8n-workflow';
import { authenticateRequest } from '../../../../nodes/OnePasswordUsers/api/credential/authenticate';
import { USER_AGENT } from '../../../../nodes/OnePasswordUsers/api/endpoints';
import { fingerprintOf } from '../../../../nodes/OnePasswordUsers/api/credential/token';
import { ACCOUNT_ID, credential, failureOf, settings } from '../fixtures';

const BEARER = 'Bearer token-1';
const ROOT = `https://api.1password.com/v1/accounts/${ACCOUNT_ID}`;
const FAR_AWAY = 4e12;

/** A credential with a live token. */
const live = (changes = {}) =>
	credential({
		accessToken: 'token-1',
		issuedFor: fingerprintOf(settings()),
		issuedBy: 'v1',
		renewAt: FAR_AWAY,
		...changes,
	});

const authenticated = (request: Partial<IHttpRequestOptions> & { uri?: string }, data = live()) =>
	authenticateRequest(data, request as IHttpRequestOptions);

describe('a request with a relative URL', () => {
	it('gets the root, the token and the User-Agent', () => {
		expect(authenticated({ method: 'GET', url: '/users' })).toEqual({
			method: 'GET',
			url: '/users',
			baseURL: ROOT,
			headers: { Authorization: BEARER, 'User-Agent': USER_AGENT },
			disableFollowRedirect: true,
			followRedirect: false,
			followAllRedirects: false,
			sendCredentialsOnCrossOriginRedirect: false,
			abortSignal: expect.any(AbortSignal) as AbortSignal,
		});
	});

	it('gets the root of the version that issued the token', () => {
		expect(authenticated({ url: '/users' }, live({ issuedBy: 'v1beta1' })).baseURL).toBe(
			`https://api.1password.com/v1beta1/accounts/${ACCOUNT_ID}`,
		);
	});

	it('gets the same in the form of n8n’s older request code, which says uri', () => {
		expect(authenticated({ uri: '/users' })).toMatchObject({
			baseURL: ROOT,
			headers: { Authorization: BEARER },
		});
	});

	it('keeps a base URL of its own', () => {
		const request = authenticated({ url: '/v1/x', baseURL: 'https://api.1password.com' });

		expect(request).toMatchObject({
			baseURL: 'https://api.1password.com',
			headers: { Authorization: BEARER },
		});
	});
});

describe('a request to the credential’s own origin', () => {
	it.each([
		'https://api.1password.com/v1/x',
		'HTTPS://API.1PASSWORD.COM/v1/x',
		'https://api.1password.com:443/',
		'https://api.1password.com',
		'https://api.1password.com\\@evil.com',
	])('gets the token: %s', (url) => {
		expect(authenticated({ url }).headers).toMatchObject({ Authorization: BEARER });
	});

	it('is not given another root', () => {
		expect(authenticated({ url: 'https://api.1password.com/v1/x' }).baseURL).toBeUndefined();
	});

	it('keeps its own headers, but for the token', () => {
		const headers = { Accept: 'text/plain', 'User-Agent': 'mine/1', Authorization: 'Basic mine' };

		expect(authenticated({ url: '/users', headers }).headers).toEqual({
			Accept: 'text/plain',
			'User-Agent': 'mine/1',
			Authorization: BEARER,
		});
	});

	it('is the custom host where one was chosen', () => {
		const custom = { region: 'custom', baseUrl: 'http://127.0.0.1:3000' };
		const data = live({ ...custom, issuedFor: fingerprintOf(settings(custom)) });

		expect(authenticated({ url: 'http://127.0.0.1:3000/v1/x' }, data).headers).toMatchObject({
			Authorization: BEARER,
		});
	});
});

describe('a request to any other place', () => {
	it.each([
		{ url: 'https://evil.com/users' },
		{ url: '//evil.com/users' },
		{ url: '//evil.com', baseURL: 'https://api.1password.com' },
		{ url: 'https://evil.com', baseURL: 'https://api.1password.com' },
		{ url: '/users', baseURL: 'https://evil.com' },
		{ uri: 'https://evil.com/users' },
		{ uri: '//evil.com' },
		{ url: 'http://api.1password.com/users' },
		{ url: 'https://api.1password.com:8443/users' },
		{ url: 'https://api.1password.com.evil.com/' },
		{ url: 'https://api.1password.com@evil.com/' },
		{ url: 'https://api.1password.eu/' },
		{ url: 'https://sub.api.1password.com/' },
		{ url: 'users' },
		{ url: 'not a url at all', baseURL: 'neither' },
		{ url: '' },
		{},
	])('gets nothing, and is left as it is: %j', (request) => {
		expect(authenticated(request)).toEqual(request);
	});

	it.each(['/\\evil.com', '/\t/evil.com'])(
		'gets no token through a URL that only looks relative: %j',
		(url) => {
			expect(authenticated({ url }).headers).toBeUndefined();
		},
	);

	it('never gets the token, whatever the URL is made of (property)', () => {
		const part = fc.constantFrom(
			'https:',
			'http:',
			'/',
			'//',
			'\\',
			'@',
			'evil.com',
			'api.1password.com',
			'.',
			':443',
			'?',
			'#',
			'\t',
			' ',
		);
		fc.assert(
			fc.property(
				fc.array(part, { maxLength: 7 }),
				fc.constantFrom(undefined, 'https://api.1password.com', 'https://evil.com'),
				(parts, baseURL) => {
					const request = authenticated({ url: parts.join(''), baseURL });
					if (request.headers?.Authorization === undefined) return;

					expect(new URL(request.url, request.baseURL).origin).toBe('https://api.1password.com');
				},
			),
			{ numRuns: 2000 },
		);
	});
});

describe('a token that must not be sent', () => {
	it.each([
		['has expired', { renewAt: 1 }],
		['was issued for another secret', { clientSecret: 'replaced' }],
		['was issued for another account', { accountId: 'REPLACED' }],
		['was issued by another version', { apiVersion: 'v1beta1' }],
		['is missing', { accessToken: '' }],
	])('stops the request, as a 401 that makes n8n fetch another one, when it %s', (_, change) => {
		expect(failureOf(() => authenticated({ url: '/users' }, live(change)))).toMatchObject({
			response: { status: 401 },
			message: 'There is no access token of 1Password that can be used',
			description:
				'A new one was asked for and expired at once. Check the clock of the machine that runs n8n.',
		});
	});

	it('is not missed by a request to another place', () => {
		const request = { url: 'https://example.com/' };

		expect(authenticated(request, live({ accessToken: '' }))).toEqual(request);
	});

	it('stops a request to a new host', () => {
		const moved = live({ region: 'custom', baseUrl: 'https://evil.com' });

		expect(() => authenticated({ url: '/users' }, moved)).toThrow('no access token');
	});
});

describe('the time of a request', () => {
	it.each([20, 60])('ends after twice its timeout: %d ms', async (timeout) => {
		const { abortSignal } = authenticated({ url: '/users', timeout });
		const begun = performance.now();
		await new Promise((resolve) => (abortSignal as AbortSignal).addEventListener('abort', resolve));

		expect(performance.now() - begun).toBeGreaterThan(1.5 * timeout);
	});

	it('ends when the execution is cancelled', () => {
		const cancel = new AbortController();
		const { abortSignal } = authenticated({ url: '/users', abortSignal: cancel.signal });
		const before = abortSignal?.aborted;
		cancel.abort();

		expect([before, abortSignal?.aborted]).toEqual([false, true]);
	});
});

it('nothing is authenticated with a credential that cannot be right', () => {
	expect(() => authenticated({ url: '/users' }, live({ accountId: '../x' }))).toThrow('Account ID');
});

it('the request that n8n passed is not changed', () => {
	const request = { url: '/users', headers: { Accept: '*/*' } };
	authenticated(request);

	expect(request).toEqual({ url: '/users', headers: { Accept: '*/*' } });
});
