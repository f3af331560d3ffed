import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import { FROM_INPUT, get, getMany, named, revoke } from './n8n/parameters';
import { credentialFor, runNode } from './n8n/runNode';
import { authenticatedRequest, olderAuthenticatedRequest, testCredential } from './n8n/testCredential';

let sandbox: Sandbox;
beforeEach(async () => (sandbox = await startSandbox({ users: 40 })));
afterEach(async () => {
	jest.useRealTimers();
	await sandbox.close();
});

const fiveHundredReads = () => {
	const parameters = get('id', FROM_INPUT);
	return { parameters, input: named(Array.from({ length: 500 }, (_, item) => sandbox.users[item % 40]!.id)) };
};
/** Sets the clock and nothing else: real requests need real timers. */
const setClock = (now: number) =>
	jest.useFakeTimers({
		now,
		doNotFake: [
			'nextTick',
			'setImmediate',
			'setTimeout',
			'clearTimeout',
			'setInterval',
			'clearInterval',
			'queueMicrotask',
			'performance',
		],
	});
const bearers = (from: Sandbox) => from.requests().map(({ headers }) => headers.authorization);
const statuses = () => sandbox.requests().map(({ status }) => status);

describe('a run of 500 items makes one token call', () => {
	it('with no token', async () => {
		const { items } = await runNode(sandbox, fiveHundredReads());

		expect(items).toHaveLength(500);
		expect(sandbox.requests('token')).toHaveLength(1);
	});

	it('with a token that has expired, which is not sent again', async () => {
		const credential = credentialFor(sandbox);
		await runNode(sandbox, { parameters: getMany(), credential });
		setClock(Date.now() + 15 * 60_000);
		sandbox.clearRequests();
		const { items } = await runNode(sandbox, { ...fiveHundredReads(), credential });

		expect(items).toHaveLength(500);
		expect(sandbox.requests('token')).toHaveLength(1);
		expect(statuses()).not.toContain(401);
	});

	it('with a token that was revoked', async () => {
		const credential = credentialFor(sandbox);
		await runNode(sandbox, { parameters: getMany(), credential });
		sandbox.revokeAllTokens();
		sandbox.clearRequests();
		const { items } = await runNode(sandbox, { ...fiveHundredReads(), credential });

		expect(items).toHaveLength(500);
		expect(sandbox.requests('token')).toHaveLength(1);
	});

	it('and the token serves the next run', async () => {
		const credential = credentialFor(sandbox);
		await runNode(sandbox, { parameters: getMany(), credential });
		await runNode(sandbox, { parameters: getMany(), credential });

		expect(sandbox.requests('token')).toHaveLength(1);
	});

	it('and reads the credential once, and once more before the renewal', async () => {
		const credential = credentialFor(sandbox);
		await runNode(sandbox, { ...fiveHundredReads(), credential });

		expect(credential.reads).toBe(2);
	});
});

describe('a token', () => {
	it('is renewed before it expires', async () => {
		const credential = credentialFor(sandbox);
		await runNode(sandbox, { parameters: getMany(), credential });
		setClock(Date.now() + (15 * 60 - 29) * 1000);
		await runNode(sandbox, { parameters: getMany(), credential });

		expect(sandbox.requests('token')).toHaveLength(2);
		expect(statuses()).not.toContain(401);
	});

	it('that dies again at once is not renewed in a loop', async () => {
		sandbox.fault({ match: 'list', times: Infinity, status: 401 });
		const { error } = await runNode(sandbox, { parameters: getMany() });

		expect(error?.message).toBe('1Password refused a token that it had just issued');
		expect(sandbox.requests('list')).toHaveLength(2);
		expect(sandbox.requests('token')).toHaveLength(2);
	});

	it('is asked for no more when two fresh ones were refused, however many items there are', async () => {
		sandbox.fault({ match: 'get', times: Infinity, status: 401 });
		const { items } = await runNode(sandbox, {
			...fiveHundredReads(),
			onError: 'continueRegularOutput',
		});

		for (const { json } of items)
			expect(json.error).toMatch(/^1Password refused a token that it had just issued/);
		expect(items).toHaveLength(500);
		expect(sandbox.requests('token')).toHaveLength(2);
	});

	it('is never missing in a request, also after the credential was edited', async () => {
		const store = credentialFor(sandbox);
		await authenticatedRequest(store)({ method: 'GET', url: '/users' });
		store.edit({ renewAt: 1 });
		await authenticatedRequest(store)({ method: 'GET', url: '/users' });
		store.edit({ issuedFor: 'another secret' });
		const users = `${sandbox.url}/v1/accounts/${sandbox.accountId}/users`;
		await olderAuthenticatedRequest(store)(users);

		expect(sandbox.requests('list').map(({ status }) => status)).toEqual([200, 200, 200]);
		expect(sandbox.requests('token')).toHaveLength(3);
	});

	it.each([
		[
			'another host',
			async () =>
				await startSandbox({ users: 3, clientSecret: 'another-secret-of-another-host-0123456789abcdef' }),
		],
	])('is never sent to %s', async (_, start) => {
		const other = await start();
		const credential = credentialFor(sandbox);
		await runNode(sandbox, { parameters: getMany(), credential });
		credential.edit({ baseUrl: other.url });
		await runNode(other, { parameters: getMany(), credential });
		await testCredential(credential);
		const sent = bearers(other).filter((header) => header?.startsWith('Bearer'));
		await other.close();

		expect(other.requests().length).toBeGreaterThan(0);
		expect(sent).toEqual([]);
	});

	it('is not sent along when the host redirects', async () => {
		const other = await startSandbox({ users: 3 });
		sandbox.fault({
			match: 'list',
			status: 302,
			headers: { location: `${other.url}/v1/accounts/${other.accountId}/users` },
			times: Infinity,
		});
		const { error } = await runNode(sandbox, { parameters: getMany() });
		const asked = other.requests();
		await other.close();

		expect(error?.message).toContain('redirected');
		expect(asked).toEqual([]);
	});

	it('is not sent to another origin by the HTTP Request node, and its redirects are not followed', async () => {
		const other = await startSandbox({ users: 3 });
		const elsewhere = `${other.url}/v1/accounts/${other.accountId}/users`;
		const store = credentialFor(sandbox);
		const senders = [
			olderAuthenticatedRequest(store),
			async (url: string) => await authenticatedRequest(store)({ method: 'GET', url }),
		];
		for (const send of senders) await send(elsewhere).catch(() => undefined);
		const direct = bearers(other);
		for (const send of senders) {
			sandbox.fault({ match: 'list', times: 2, status: 302, headers: { location: elsewhere } });
			await send(`${sandbox.url}/v1/accounts/${sandbox.accountId}/users`).catch(() => undefined);
			sandbox.clearFaults();
		}
		const sent = bearers(other);
		await other.close();

		expect(direct.length).toBeGreaterThanOrEqual(2);
		expect(sent).toEqual(direct.map(() => undefined));
		expect(sandbox.requests('list').filter(({ status }) => status === 302).length).toBeGreaterThanOrEqual(2);
	});

	it('is renewed for the HTTP Request node too', async () => {
		const store = credentialFor(sandbox);
		const send = olderAuthenticatedRequest(store);
		const url = `${sandbox.url}/v1/accounts/${sandbox.accountId}/users?max_page_size=2`;
		await send(url);
		sandbox.revokeAllTokens();

		expect(await send(url)).toMatchObject({ results: [{ id: sandbox.users[0]!.id }, {}] });
	});

	it('serves the HTTP Request node, with a full URL', async () => {
		const request = authenticatedRequest(credentialFor(sandbox));
		const url = `${sandbox.url}/v1/accounts/${sandbox.accountId}/users?max_page_size=2`;

		expect(await request({ method: 'GET', url })).toMatchObject({
			results: [{ id: sandbox.users[0]!.id }, {}],
		});
	});
});

describe('revoke', () => {
	it('revokes the token once for all items, and the next run gets a new one by itself', async () => {
		const credential = credentialFor(sandbox);
		await runNode(sandbox, { parameters: getMany(), credential });
		const { items } = await runNode(sandbox, { parameters: revoke, credential, input: [{}, {}] });

		expect(items.map(({ json }) => json)).toEqual([{ revoked: true }, { revoked: true }]);
		expect(sandbox.requests('revoke')).toHaveLength(1);
		expect(sandbox.tokens().live).toBe(0);
		expect((await runNode(sandbox, { parameters: getMany({ limit: 1 }), credential })).items).toHaveLength(1);
	});

	it('does not believe a sign-in page that the token was revoked', async () => {
		const credential = credentialFor(sandbox);
		await runNode(sandbox, { parameters: getMany(), credential });
		sandbox.fault({ match: 'revoke', status: 200, body: '<html>Sign in</html>', contentType: 'text/html' });
		const { error } = await runNode(sandbox, { parameters: revoke, credential });

		expect(error?.message).toBe('1Password did not confirm that the token was revoked');
	});

	it('says of a token that was revoked before that there was none to revoke', async () => {
		const credential = credentialFor(sandbox);
		await runNode(sandbox, { parameters: getMany(), credential });
		await runNode(sandbox, { parameters: revoke, credential });
		const { items } = await runNode(sandbox, { parameters: revoke, credential });

		expect(items.map(({ json }) => json)).toEqual([{ revoked: false }]);
		expect(sandbox.requests('revoke')).toHaveLength(1);
	});

	it('revokes a token also in its last seconds', async () => {
		const credential = credentialFor(sandbox);
		await runNode(sandbox, { parameters: getMany(), credential });
		credential.edit({ renewAt: 0 });
		const { items } = await runNode(sandbox, { parameters: revoke, credential });

		expect(items[0]?.json).toEqual({ revoked: true });
		expect(sandbox.tokens().live).toBe(0);
	});

	it('says so where there is no token to revoke, and asks for none', async () => {
		const { items } = await runNode(sandbox, { parameters: revoke });

		expect(items[0]?.json).toEqual({ revoked: false });
		expect(sandbox.requests()).toEqual([]);
	});
});
