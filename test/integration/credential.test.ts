import type { IDataObject } from 'n8n-workflow';
import { aTurn } from '../aTurn';
import { startSandbox, type Sandbox, type SandboxOptions } from '../strictSandbox.ts';
import { FROM_INPUT, getMany, named, suspend } from './n8n/parameters';
import { credentialFor, runNode } from './n8n/runNode';
import { testCredential } from './n8n/testCredential';

const REFUSED = /^1Password refused the client ID or the client secret(\. Copy both again|$)/;

let sandbox: Sandbox;
const start = async (options: SandboxOptions = {}) =>
	(sandbox = await startSandbox({ users: 3, ...options }));
afterEach(async () => {
	jest.restoreAllMocks();
	await sandbox.close();
});

const tested = async (fields: IDataObject = {}) => await testCredential(credentialFor(sandbox, fields));

describe('the credential test', () => {
	it('is content with what is right, also with spaces and line ends around it', async () => {
		await start();
		const { accountId, clientId, clientSecret, url } = sandbox;
		const pasted = {
			accountId: ` ${accountId}\n`,
			clientId: `\t${clientId} `,
			clientSecret: `${clientSecret}\r\n`,
			baseUrl: ` ${url}/ `,
		};

		expect(await tested(pasted)).toBe('OK');
	});

	it.each(['v1', 'v1beta1'] as const)('finds %s where only that is there', async (version) => {
		await start({ versions: [version] });
		expect(await tested()).toBe('OK');
	});

	it.each([401, 403, 404, 410] as const)(
		'finds v1beta1 behind a gateway that answers unknown paths with %d',
		async (gatewayStatus) => {
			await start({ versions: ['v1beta1'], gatewayStatus });
			expect(await tested()).toBe('OK');
		},
	);

	it('tells a wrong client secret, with two token calls at most', async () => {
		await start();
		expect(await tested({ clientSecret: 'wrong' })).toMatch(REFUSED);
		expect(sandbox.requests('token')).toHaveLength(2);
	});

	it('tells a wrong account', async () => {
		await start();
		expect(await tested({ accountId: 'ZZZZZZZZZZZZZZZZZZZZZZZZZZ' })).toContain('does not know this account');
	});

	it('tells a missing permission', async () => {
		await start({ scopes: ['users.get'] });
		expect(await tested()).toContain('"List users"');
	});

	describe.each([404, 405, 410] as const)(
		'behind a gateway that answers unknown paths with %d',
		(gatewayStatus) => {
			it('tells that a chosen version is not there', async () => {
				await start({ versions: ['v1'], gatewayStatus });
				expect(await tested({ apiVersion: 'v1beta1' })).toContain(
					'There is no version v1beta1 of the Users API at',
				);
			});

			it('tells that neither version is there', async () => {
				await start({ versions: [], gatewayStatus });
				expect(await tested()).toContain(
					`There is neither version v1 nor v1beta1 of the Users API at ${sandbox.url}`,
				);
			});
		},
	);

	it('tells of a 501, which may pass as well, what was answered', async () => {
		await start({ versions: [], gatewayStatus: 501 });
		expect(await tested()).toMatch(
			/is unavailable and issued no token\..* answered v1: HTTP 501, v1beta1: HTTP 501\./,
		);
	});

	it('tells that the host refuses the connection, and what to check', async () => {
		await start();
		expect(await tested({ baseUrl: 'http://127.0.0.1:9' })).toBe(
			'1Password could not be reached (http://127.0.0.1:9). The host refused the connection. ' +
				'Check that n8n can reach this host (firewall, proxy), and test the credential again.',
		);
	});

	it('tells that the host speaks no TLS on this port', async () => {
		await start();
		const baseUrl = sandbox.url.replace('http:', 'https:');

		expect(await tested({ baseUrl })).toBe(
			`1Password could not be reached (${baseUrl}). The host does not speak TLS (https) on this port, or no version of it that n8n accepts. ` +
				'Check the base URL, and any proxy between n8n and 1Password.',
		);
	});

	it.each([
		['an HTML page', { status: 200, body: '<html>Sign in</html>', contentType: 'text/html' }],
		['JSON of another service', { status: 200, body: { ok: true } }],
		['a list without anybody', { status: 200, body: { results: [] } }],
		['an empty answer', { status: 200, body: '' }],
		['a list of other things', { status: 200, body: { results: [{ title: 'hello' }], count: 1 } }],
		['a list of other things with IDs', { status: 200, body: { results: [{ id: 'abc', title: 'hello' }] } }],
		['a list of issues', { status: 200, body: { results: [{ id: 'issue-1', state: 'open' }] } }],
		['a list of subscribers', { status: 200, body: { results: [{ id: 'sub-1', email: 'none' }] } }],
		['a list of projects', { status: 200, body: { results: [{ id: 'p-1', path: 'projects/1' }] } }],
		['a list of nothing', { status: 200, body: { results: [{}] } }],
		['a page token and no list', { status: 200, body: { next_page_token: 'x' } }],
	])('is not content with %s', async (_, fault) => {
		await start();
		sandbox.fault({ match: 'list', times: Infinity, ...fault });

		expect(await tested()).toMatch(/gave an answer that cannot be trusted/);
	});

	it.each([
		{ state: 'ACTIVE' },
		{ state: 'SUSPENDED' },
		{ email: 'ana@example.com' },
		{ id: 'U1', path: 'accounts/A/users/U1' },
	])('is content with a user of few fields, as a run is: %j', async (user) => {
		await start();
		sandbox.fault({ match: 'list', times: Infinity, status: 200, body: { results: [user] } });

		expect(await tested()).toBe('OK');
		expect((await runNode(sandbox, { parameters: getMany() })).error).toBeUndefined();
	});

	it.each([{ next_page_token: '' }, { results: [], next_page_token: null }])(
		'is not content with an account without anybody, whatever the version sends for it: %j',
		async (body) => {
			await start();
			sandbox.fault({ match: 'list', times: Infinity, status: 200, body });

			expect(await tested()).toContain('the account has no users at all');
		},
	);

	it('asks for no page twice', async () => {
		await start();
		sandbox.fault({ match: 'list', times: Infinity, status: 200, body: { next_page_token: 'x' } });

		expect(await tested()).toContain('its pages of users never end');
		expect(sandbox.requests('list')).toHaveLength(2);
	});

	it('is not content with pages that are always empty and never the same', async () => {
		await start();
		for (let page = 1; page <= 200; page++)
			sandbox.fault({ match: 'list', status: 200, body: { next_page_token: `page-${page}` } });

		expect(await tested()).toContain('its pages of users never end');
		expect(sandbox.requests('list').length).toBeLessThan(200);
	});

	it('looks further where a page is empty although more follow', async () => {
		await start();
		sandbox.paging({ emptyPages: 2 });

		expect(await tested()).toBe('OK');
		expect(sandbox.requests('list')).toHaveLength(3);
	});

	it('is not content with a redirect, and does not follow it', async () => {
		await start();
		const location = `${sandbox.url}/elsewhere`;
		sandbox.fault({ match: 'list', status: 302, headers: { location } });

		expect(await tested()).toContain('redirected the request elsewhere, and the redirect was not followed');
		expect(sandbox.requests('elsewhere')).toEqual([]);
	});

	it.each([
		[429, 'receiving too many requests'],
		[503, 'is unavailable'],
	])('tells a %d in our words', async (status, words) => {
		await start();
		sandbox.fault({ match: 'list', status });
		const message = await tested();

		expect(message).toContain(words);
		expect(message).toContain('. Wait a few minutes and test the credential again. ');
	});

	it.each([
		['429', { status: 429 }],
		['503', { status: 503 }],
		['broken connection', { kind: 'reset-before' }],
	] as const)('knows of no workflow after a %s of the token call', async (_, fault) => {
		await start();
		sandbox.fault({ match: 'token', times: Infinity, ...fault });

		expect(await tested()).toMatch(
			/(Wait a few minutes| \(firewall, proxy\),) and test the credential again\./,
		);
	});

	it.each([404, 403, 501])('finds the version whose users are there, as a run does: %d', async (status) => {
		await start();
		const body = '<html>no such page</html>';
		sandbox.fault({ match: '/v1/accounts', times: Infinity, status, body, contentType: 'text/html' });

		expect(await tested()).toBe('OK');
		expect((await runNode(sandbox, { parameters: getMany() })).error).toBeUndefined();
	});

	it('asks no other version than the one chosen', async () => {
		await start();
		const body = '<html>no such page</html>';
		sandbox.fault({ match: '/v1/accounts', times: Infinity, status: 404, body, contentType: 'text/html' });

		expect(await tested({ apiVersion: 'v1' })).toContain(`GET /v1/accounts/${sandbox.accountId}/users`);
		expect(sandbox.requests().map(({ version }) => version)).toEqual(['v1', 'v1']);
	});

	it('tells that the connection broke off while it listed', async () => {
		await start();
		sandbox.fault({ match: 'list', kind: 'reset-before', times: Infinity });

		expect(await tested()).toMatch(/^1Password could not be reached .* The connection was broken off\. /);
	});

	it('gives up after 15 seconds, and asks nothing more', async () => {
		await start();
		const timeout = AbortSignal.timeout.bind(AbortSignal);
		jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(ms / 100));
		sandbox.fault({ match: 'token', delayMs: 400 });

		expect(await tested()).toBe(
			'1Password did not answer within 15 seconds. Check the region or base URL, and that n8n can reach this host (firewall, proxy).',
		);
		while (sandbox.requests('token')[0]?.status === undefined) await aTurn();
		expect(sandbox.requests('list')).toEqual([]);
	});

	it('keeps to Allowed Domains, as a run does', async () => {
		await start();
		const fields = {
			allowedHttpRequestDomains: 'domains',
			allowedDomains: 'example.org, *.example.com',
		};
		const message = await tested(fields);

		expect(message).toMatch(/does not allow requests to 127\.0\.0\.1\. Open the 1Password credential/);
		const { error } = await runNode(sandbox, {
			parameters: getMany(),
			credential: credentialFor(sandbox, fields),
		});
		expect(message).toContain(error?.message);
		expect(sandbox.requests()).toEqual([]);
	});

	it.each([
		['all', ''],
		['none', ''],
		['domains', 'example.org, 127.0.0.1'],
	])(
		'is content where Allowed Domains allows the host: %s %s',
		async (allowedHttpRequestDomains, allowedDomains) => {
			await start();

			expect(await tested({ allowedHttpRequestDomains, allowedDomains })).toBe('OK');
		},
	);

	it('finds a wrong secret at once after an edit, although the old token still lives', async () => {
		await start();
		const credential = credentialFor(sandbox);
		expect(await testCredential(credential)).toBe('OK');
		credential.edit({ clientSecret: 'wrong' });

		expect(await testCredential(credential)).toMatch(REFUSED);
		const { error } = await runNode(sandbox, { parameters: getMany(), credential });
		expect(error?.message).toMatch(REFUSED);
	});

	it.each([
		['http://api.example.com', 'must start with https://'],
		['https://api.example.com/v1', 'the host alone'],
		['https://api.example.com/?a=b', 'the host alone'],
		['https://user:pass@api.example.com', 'user name or password'],
		['not a url', 'is not a URL'],
		['', 'has no Base URL'],
	])('refuses the base URL %p', async (baseUrl, message) => {
		await start();
		expect(await tested({ baseUrl })).toContain(message);
	});
});

describe('auto', () => {
	it('goes to the other version when the one in use is shut down between two runs', async () => {
		await start({ versions: ['v1beta1'] });
		const credential = credentialFor(sandbox);
		await runNode(sandbox, { parameters: getMany(), credential });
		sandbox.setVersions(['v1']);
		const { items, error } = await runNode(sandbox, { parameters: getMany(), credential });

		expect(error).toBeUndefined();
		expect(items).toHaveLength(3);
	});

	it('stays with the version that worked last', async () => {
		await start({ versions: ['v1beta1'], tokenLifetimeSeconds: 1 });
		const credential = credentialFor(sandbox);
		await runNode(sandbox, { parameters: getMany(), credential });
		sandbox.setVersions(['v1', 'v1beta1']);
		sandbox.revokeAllTokens();
		sandbox.clearRequests();
		await runNode(sandbox, { parameters: getMany(), credential });

		expect(sandbox.requests('token').map(({ version }) => version)).toEqual(['v1beta1']);
	});
});

describe('a credential that cannot be right', () => {
	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'fails every item when the node continues on error: %s',
		async (onError) => {
			await start();
			const credential = credentialFor(sandbox, { baseUrl: 'http://api.example.com' });
			const input = named(['A1', 'B2']);
			const { items, errors } = await runNode(sandbox, {
				parameters: suspend('id', FROM_INPUT),
				input,
				onError,
				credential,
			});

			expect([...items, ...errors].map(({ json }) => [json.id, json.error])).toEqual([
				['A1', expect.stringContaining('must start with https://')],
				['B2', expect.stringContaining('must start with https://')],
			]);
		},
	);
});
