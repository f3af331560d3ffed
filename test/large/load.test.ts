import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import { FROM_INPUT, getMany, get, named, suspend } from '../integration/n8n/parameters';
import { credentialFor, runNode, startNode } from '../integration/n8n/runNode';

let sandbox: Sandbox;
beforeEach(async () => (sandbox = await startSandbox({ users: 200, suspendedShare: 0 })));
afterEach(async () => await sandbox.close());

const members = (count: number) => sandbox.users.filter(({ kind }) => kind === 'member').slice(0, count);
const suspendMany = (count: number) => ({
	parameters: suspend('email', FROM_INPUT),
	input: named(members(count).map(({ email }) => email)),
});

describe('under load', () => {
	const mostOf = (requests: ReturnType<Sandbox['requests']>) =>
		Math.max(...requests.map(({ concurrent }) => concurrent));

	it('begins with 32 requests at once, and goes on with as many as are answered, up to 128', async () => {
		await sandbox.close();
		sandbox = await startSandbox({ users: 700, suspendedShare: 0 });
		sandbox.latency(400);
		const { items } = await runNode(sandbox, suspendMany(600));

		expect(items.every(({ json }) => json.changed)).toBe(true);
		expect(mostOf(sandbox.requests('suspend').slice(0, 32))).toBe(32);
		expect(sandbox.maxConcurrent()).toBeGreaterThan(64);
		expect(sandbox.maxConcurrent()).toBeLessThanOrEqual(128);
	});

	it('goes on with half as many after a 429, then one more for each window, and loses nobody', async () => {
		sandbox.latency(100);
		sandbox.fault({ match: 'suspend', status: 429, headers: { 'retry-after': '0' }, skip: 10 });
		const { items } = await runNode(sandbox, suspendMany(150));
		const refused = sandbox.requests('suspend').findIndex(({ status }) => status === 429);
		const afterwards = sandbox.requests('suspend').slice(refused + 32);

		expect(items.filter(({ json }) => json.changed)).toHaveLength(150);
		expect(mostOf(afterwards)).toBeLessThanOrEqual(16 + 6);
	});

	it('repeats a suspend whose answer was lost, and reports it once', async () => {
		sandbox.fault({ match: 'suspend', kind: 'reset-after' });
		const { items } = await runNode(sandbox, suspendMany(1));

		expect(items[0]?.json).toMatchObject({ previous_state: 'ACTIVE', state: 'SUSPENDED', changed: true });
		expect(sandbox.requests('suspend')).toHaveLength(2);
	});

	it('gives up after three retries and says what to do', async () => {
		sandbox.fault({ match: 'list', status: 503, headers: { 'retry-after': '0' }, times: Infinity });
		const { error } = await runNode(sandbox, { parameters: getMany() });

		expect(error?.message).toBe('1Password is unavailable: no answer to the request to list users');
		expect(sandbox.requests('list')).toHaveLength(4);
	});

	it('gives up on tokens for the whole run at once when there are none to be had', async () => {
		sandbox.fault({ match: 'token', status: 503, headers: { 'retry-after': '0' }, times: Infinity });
		const input = named(members(100).map(({ id }) => id));
		const { items } = await runNode(sandbox, {
			parameters: get('id', FROM_INPUT),
			input,
			onError: 'continueRegularOutput',
		});

		expect(items.map(({ json }) => json.error)).toEqual(
			input.map(() => expect.stringContaining('issued no token') as string),
		);
		expect(sandbox.requests('token')).toHaveLength(4);
		expect(sandbox.requests('get')).toHaveLength(0);
	});

	it('asks for a token twice only with a wrong secret, however many items there are', async () => {
		const credential = credentialFor(sandbox, { clientSecret: 'wrong' });
		const input = named(members(50).map(({ id }) => id));
		const { items } = await runNode(sandbox, {
			parameters: get('id', FROM_INPUT),
			input,
			onError: 'continueRegularOutput',
			credential,
		});

		expect(items).toHaveLength(50);
		expect(sandbox.requests('token')).toHaveLength(2);
	});

	it('stops sending when the execution is cancelled', async () => {
		sandbox.latency(50);
		const { finished, cancel } = startNode(sandbox, {
			parameters: getMany({ returnAll: true }),
			credential: credentialFor(sandbox),
		});
		sandbox.fault({ match: 'list', status: 503, headers: { 'retry-after': '20' } });
		await new Promise<void>((resolve) => {
			const look = setInterval(() => {
				if (sandbox.requests('list').length === 0) return;
				clearInterval(look);
				resolve();
			}, 5);
		});
		cancel();
		await finished.catch(() => undefined);

		expect(sandbox.requests('list')).toHaveLength(1);
	});
});
