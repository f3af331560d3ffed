import { Agent } from 'node:http';
import { startSandbox, type Sandbox } from '../../../sandbox/server.ts';
import { caller, postForm, send } from './client.ts';
import { aNumber, aText } from './expected.ts';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox({ users: 3 });
});
afterEach(() => sandbox.close());

describe('the request log', () => {
	it('tells what was asked, how, and what came of it', async () => {
		const call = await caller(sandbox, 'v1beta1');
		const id = String(sandbox.users[1]?.id);
		await call('?max_page_size=2');
		await call(`/${id}:suspend`, { method: 'POST' });
		const [token, list, suspend] = sandbox.requests();

		expect(token).toMatchObject({ operation: 'token', status: 200, body: 'grant_type=client_credentials' });
		expect(list).toMatchObject({
			method: 'GET',
			path: `/v1beta1/accounts/${sandbox.accountId}/users`,
			query: { max_page_size: '2' },
			version: 'v1beta1',
			operation: 'list',
			headers: { 'user-agent': 'sandbox-test/1.0', authorization: aText(/^Bearer /) },
			status: 200,
			concurrent: 1,
			faulty: false,
		});
		expect(suspend).toMatchObject({
			method: 'POST',
			operation: 'suspend',
			userId: id,
			status: 200,
			body: '',
		});
		expect(suspend?.finishedAt).toBeGreaterThanOrEqual(suspend?.startedAt ?? Infinity);
	});

	it.each([
		['GET /users', 2],
		['POST /oauth', 1],
		['POST :suspend', 1],
		['/users', 3],
		['list', 1],
		['get', 1],
		['DELETE', 0],
		[undefined, 4],
	])('finds by the pattern %s', async (pattern, count) => {
		const call = await caller(sandbox);
		await call('');
		await call(`/${sandbox.users[1]?.id}`);
		await call(`/${sandbox.users[1]?.id}:suspend`, { method: 'POST' });

		expect(sandbox.requests(pattern)).toHaveLength(count);
	});

	it('holds refused, broken and unknown requests too, the broken ones without a status', async () => {
		sandbox.fault({ kind: 'reset-before' });
		await send(sandbox, { path: '/broken' }).catch(() => undefined);
		await send(sandbox, { path: '/%zz?a=%zz' });
		await postForm(sandbox, '/v1/oauth/token', 'x'.repeat(2_000_000)).catch(() => undefined);

		expect(sandbox.requests()).toMatchObject([
			{ path: '/broken', status: undefined, faulty: true, finishedAt: aNumber },
			{ path: '/%zz', status: 404, faulty: false },
			{ path: '/v1/oauth/token', status: 413 },
		]);
	});

	it('can be cleared', async () => {
		await send(sandbox, { path: '/' });
		sandbox.clearRequests();

		expect(sandbox.requests()).toEqual([]);
		expect(sandbox.maxConcurrent()).toBe(0);
	});

	it('stays quick with tens of thousands of requests', async () => {
		const agent = new Agent({ keepAlive: true });
		for (let count = 0; count < 3000; count++) await send(sandbox, { path: '/', agent });
		agent.destroy();

		expect(sandbox.requests('GET').at(-1)).toMatchObject({ status: 404 });
	});
});

describe('concurrency', () => {
	it('counts the requests in flight at once', async () => {
		const call = await caller(sandbox);
		sandbox.latency(40);
		await Promise.all(Array.from({ length: 7 }, () => call('')));
		await Promise.all([call(''), call('')]);

		expect(sandbox.maxConcurrent()).toBe(7);
		expect(
			sandbox
				.requests('list')
				.map(({ concurrent }) => concurrent)
				.sort(),
		).toEqual([1, 1, 2, 2, 3, 4, 5, 6, 7]);
	});

	it('is never more than 1 for a client that waits for each answer', async () => {
		const agent = new Agent({ keepAlive: true });
		for (let count = 0; count < 300; count++) await send(sandbox, { path: '/', agent });
		agent.destroy();

		expect(sandbox.maxConcurrent()).toBe(1);
	});

	it('includes requests that hang, until the client gives up', async () => {
		sandbox.fault({ match: '/hang', kind: 'hang' });
		const agent = new Agent({ keepAlive: true });
		const hanging = send(sandbox, { path: '/hang', agent }).catch(() => undefined);
		while (sandbox.requests('/hang').length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
		await send(sandbox, { path: '/' });
		agent.destroy();
		await hanging;
		while (sandbox.requests('/hang')[0]?.finishedAt === undefined)
			await new Promise((resolve) => setTimeout(resolve, 1));
		await send(sandbox, { path: '/' });

		expect(sandbox.requests().map(({ concurrent }) => concurrent)).toEqual([1, 2, 1]);
	});
});

it('counts the connections that were opened, not those used again', async () => {
	const agent = new Agent({ keepAlive: true, maxSockets: 1 });
	for (let count = 0; count < 3; count++) await send(sandbox, { path: '/', agent });
	const reused = sandbox.connections();
	sandbox.clearRequests();
	await send(sandbox, { path: '/', agent });
	const afterClearing = sandbox.connections();
	await send(sandbox, { path: '/', agent: new Agent() });
	agent.destroy();

	expect([reused, afterClearing, sandbox.connections()]).toEqual([1, 0, 1]);
});
