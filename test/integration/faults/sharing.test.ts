import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox, type Sandbox } from '../../strictSandbox.ts';
import { FROM_INPUT, get, getMany, named, suspend } from '../n8n/parameters';
import { credentialFor, runNode, startNode } from '../n8n/runNode';
import { testCredential } from '../n8n/testCredential';
import { JumpingClock } from './JumpingClock';
import { STEPS, startAccount } from './steps';

let sandbox: Sandbox;
beforeEach(async () => (sandbox = await startAccount()));
afterEach(async () => await sandbox.close());

describe('two executions with the same credential', () => {
	const expired = async (how: 'expired' | 'revoked') => {
		const credential = credentialFor(sandbox);
		await runNode(sandbox, { parameters: getMany(), credential });
		if (how === 'expired') credential.edit({ renewAt: Date.now() - 1 });
		sandbox.revokeAllTokens();
		sandbox.clearRequests();
		return credential;
	};

	it.each(['expired', 'revoked'] as const)('both succeed when their token is %s', async (how) => {
		const credential = await expired(how);
		const ids = sandbox.users.map(({ id }) => id);
		const [one, other] = await Promise.all([
			runNode(sandbox, { parameters: getMany(), credential }),
			runNode(sandbox, { parameters: get('id', FROM_INPUT), input: named(ids), credential }),
		]);

		expect(one.items).toHaveLength(8);
		expect(other.items.map(({ json }) => json.id)).toEqual(ids);
		expect(sandbox.requests('token')).toHaveLength(2);
	});

	it('leave a token behind that serves the next run', async () => {
		const credential = await expired('revoked');
		const run = () => runNode(sandbox, { parameters: getMany(), credential });
		await Promise.all([run(), run()]);
		sandbox.clearRequests();
		const { items } = await run();

		expect(items).toHaveLength(8);
		expect(sandbox.requests('token')).toEqual([]);
	});

	it('that suspend the same users suspend each, and nobody else', async () => {
		const credential = await expired('expired');
		const ids = sandbox.users.slice(1, 5).map(({ id }) => id);
		const run = () =>
			runNode(sandbox, { parameters: suspend('id', FROM_INPUT), input: named(ids), credential });
		const [one, other] = await Promise.all([run(), run()]);

		expect([...one.items, ...other.items].map(({ json }) => json.state)).toEqual(
			Array.from({ length: 8 }, () => 'SUSPENDED'),
		);
		const suspended = sandbox.users.filter(({ state }) => state === 'SUSPENDED').map(({ id }) => id);
		expect(suspended.slice(0, 4)).toEqual(ids);
		expect(suspended).toHaveLength(5);
	});
});

it('parallel requests of a run share one pause', async () => {
	const ids = sandbox.users.slice(0, 6).map(({ id }) => id);
	// All of them are on their way before the first answer.
	sandbox.latency(50);
	sandbox.fault({ match: 'get', times: 6, status: 503, headers: { 'retry-after': '1' } });
	const { items } = await runNode(sandbox, { parameters: get('id', FROM_INPUT), input: named(ids) });
	const [first, ...repeated] = sandbox.requests('get').map(({ startedAt }) => startedAt);

	expect(items).toHaveLength(6);
	expect(sandbox.requests('get')).toHaveLength(12);
	for (const startedAt of repeated.slice(5)) {
		expect(startedAt - first!).toBeGreaterThanOrEqual(1000);
		expect(startedAt - first!).toBeLessThan(1900);
	}
});

describe('a cancelled execution', () => {
	const clock = new JumpingClock();
	afterEach(() => clock.stop());
	const until = async (reached: () => boolean) => {
		while (!reached()) await sleep(5);
	};

	it('ends within a second, also in a pause that the server asked for', async () => {
		sandbox.fault({ match: 'list', status: 429, headers: { 'retry-after': '4' } });
		const { finished, cancel } = startNode(sandbox, { parameters: getMany() });
		await until(() => sandbox.requests('list')[0]?.status === 429);
		await sleep(50);
		const cancelledAt = Date.now();
		cancel();
		await finished.catch(() => undefined);

		expect(Date.now() - cancelledAt).toBeLessThan(1000);
		expect(sandbox.requests('list')).toHaveLength(1);
	});

	it('suspends nobody from then on', async () => {
		await sandbox.close();
		sandbox = await startSandbox({ users: 200, suspendedShare: 0 });
		sandbox.fault({ match: 'suspend', times: Infinity, delayMs: 4000 });
		const input = named(sandbox.users.slice(1).map(({ email }) => email));
		const { finished, cancel } = startNode(sandbox, { parameters: suspend('email', FROM_INPUT), input });
		await until(() => sandbox.requests('suspend').length === 32);
		cancel();
		await finished.catch(() => undefined);
		await sleep(1000);

		expect(sandbox.requests('suspend')).toHaveLength(32);
	});

	it('asks for no new token, which n8n would not stop', async () => {
		clock.start(Date.now());
		sandbox.fault({ match: 'get', times: Infinity, skip: 1, delayMs: 4000 });
		const users = [sandbox.users[0]!.id, ...Array.from({ length: 39 }, (_, item) => `USER${item}`)];
		const { finished, cancel } = startNode(sandbox, {
			parameters: get('id', FROM_INPUT),
			input: named(users),
			onError: 'continueRegularOutput',
		});
		await until(() => sandbox.requests('get').length === 33);
		clock.pass(3_600_000);
		cancel();
		await finished.catch(() => undefined);
		await sleep(1000);

		expect(sandbox.requests('get')).toHaveLength(33);
		expect(sandbox.requests('token')).toHaveLength(1);
	});

	it('does not page on', async () => {
		sandbox.paging({ longest: 2 });
		sandbox.fault({ match: 'list', skip: 1, delayMs: 4000 });
		const { finished, cancel } = startNode(sandbox, { parameters: getMany({ returnAll: true }) });
		await until(() => sandbox.requests('list').length === 2);
		cancel();
		await finished.catch(() => undefined);
		await sleep(1000);

		expect(sandbox.requests('list')).toHaveLength(2);
	});
});

describe('Allowed HTTP Request Domains of the credential', () => {
	const allowing = (allowedDomains: string) =>
		credentialFor(sandbox, { allowedHttpRequestDomains: 'domains', allowedDomains });

	it.each(STEPS)('lets through what is on the list: $name', async (step) => {
		const { message, output } = await step.run(sandbox, allowing('api.example.com, 127.0.0.1'));

		expect(message).toBeUndefined();
		expect(output.length).toBeGreaterThan(0);
	});

	it.each(STEPS)('says what to add when the host is not on it, and sends nothing: $name', async (step) => {
		const { message, description, output } = await step.run(sandbox, allowing('api.example.com'));

		expect(message).toBe('The credential does not allow requests to 127.0.0.1');
		expect(description).toContain('add 127.0.0.1 to Allowed Domains');
		expect(output).toEqual([]);
		expect(sandbox.requests()).toEqual([]);
	});

	it('says so in the credential test, too', async () => {
		expect(await testCredential(allowing('api.example.com'))).toContain('127.0.0.1');
		expect(await testCredential(allowing('127.0.0.1'))).toBe('OK');
	});
});
