import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox, type Sandbox } from '../../strictSandbox.ts';
import { FROM_INPUT, get, getMany, named, revoke, suspend } from '../n8n/parameters';
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

	it.each(['expired', 'revoked'] as const)(
		'both succeed with one new token when theirs is %s',
		async (how) => {
			const credential = await expired(how);
			const ids = sandbox.users.map(({ id }) => id);
			const [one, other] = await Promise.all([
				runNode(sandbox, { parameters: getMany(), credential }),
				runNode(sandbox, { parameters: get('id', FROM_INPUT), input: named(ids), credential }),
			]);

			expect(one.items).toHaveLength(8);
			expect(other.items.map(({ json }) => json.id)).toEqual(ids);
			expect(sandbox.requests('token')).toHaveLength(1);
		},
	);

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

describe('runs with the same account and client', () => {
	it.each(['expired', 'revoked'] as const)('get one new token for all ten when theirs is %s', async (how) => {
		const credentials = Array.from({ length: 10 }, () => credentialFor(sandbox));
		for (const credential of credentials) await runNode(sandbox, { parameters: getMany(), credential });
		if (how === 'expired') for (const credential of credentials) credential.edit({ renewAt: Date.now() - 1 });
		sandbox.revokeAllTokens();
		sandbox.clearRequests();
		const runs = await Promise.all(
			credentials.map(async (credential) => await runNode(sandbox, { parameters: getMany(), credential })),
		);

		expect(runs.map(({ items }) => items.length)).toEqual(Array.from({ length: 10 }, () => 8));
		expect(sandbox.requests('token')).toHaveLength(1);
	});

	it('get a living token where the one that the process was issued last has died as well', async () => {
		const [old, other] = [credentialFor(sandbox), credentialFor(sandbox)];
		await runNode(sandbox, { parameters: getMany(), credential: old });
		sandbox.revokeAllTokens();
		await runNode(sandbox, { parameters: getMany(), credential: other });
		sandbox.revokeAllTokens();
		sandbox.clearRequests();
		const { items } = await runNode(sandbox, { parameters: getMany(), credential: old });

		expect(items).toHaveLength(8);
		expect(sandbox.requests('token')).toHaveLength(1);
		expect(sandbox.requests('list').map(({ status }) => status)).toEqual([401, 401, 200]);
	});

	it('get one living token for all requests of all ten where the last one has died as well', async () => {
		const credentials = Array.from({ length: 10 }, () => credentialFor(sandbox));
		for (const credential of credentials) await runNode(sandbox, { parameters: getMany(), credential });
		sandbox.revokeAllTokens();
		await runNode(sandbox, { parameters: getMany(), credential: credentialFor(sandbox) });
		sandbox.revokeAllTokens();
		sandbox.clearRequests();
		sandbox.latency(20);
		const input = named(sandbox.users.map(({ id }) => id));
		const runs = await Promise.all(
			credentials.map(
				async (credential) =>
					await runNode(sandbox, { parameters: get('id', FROM_INPUT), input, credential }),
			),
		);

		expect(runs.map(({ items }) => items.length)).toEqual(Array.from({ length: 10 }, () => 8));
		expect(sandbox.requests('token')).toHaveLength(1);
	});

	it('send no token that the process has revoked', async () => {
		const credential = credentialFor(sandbox);
		await runNode(sandbox, { parameters: getMany(), credential });
		await runNode(sandbox, { parameters: revoke, credential });
		sandbox.clearRequests();
		await runNode(sandbox, { parameters: getMany(), credential });

		expect(sandbox.requests('list').map(({ status }) => status)).toEqual([200]);
	});

	it('make one token call where a version is shut down, however their answers are scattered', async () => {
		const credential = credentialFor(sandbox);
		await runNode(sandbox, { parameters: getMany(), credential });
		sandbox.setVersions(['v1beta1']);
		sandbox.clearRequests();
		for (let place = 0; place < 10; place++) sandbox.fault({ match: '/v1/accounts', delayMs: 60 * place });
		const runs = await Promise.all(
			Array.from({ length: 10 }, async () => await runNode(sandbox, { parameters: getMany(), credential })),
		);

		expect(runs.map(({ items }) => items.length)).toEqual(Array.from({ length: 10 }, () => 8));
		expect(sandbox.requests('token').length).toBeLessThanOrEqual(2);
	});

	it('end at once when they are cancelled while a token is long in coming, and leave their places', async () => {
		sandbox.fault({ match: 'token', kind: 'hang' });
		const ids = Array.from({ length: 40 }, (_, place) => `USER${place}`);
		const stuck = startNode(sandbox, { parameters: get('id', FROM_INPUT), input: named(ids) });
		while (sandbox.requests('token').length < 1) await sleep(5);
		const cancelledAt = Date.now();
		stuck.cancel();
		await stuck.finished.catch(() => undefined);

		expect(Date.now() - cancelledAt).toBeLessThan(5000);
	});

	it('share the refusal of a wrong secret, too', async () => {
		sandbox.latency(200);
		const runs = await Promise.all(
			Array.from({ length: 10 }, async () => {
				const credential = credentialFor(sandbox, { clientSecret: 'wrong' });
				return await runNode(sandbox, { parameters: getMany(), credential });
			}),
		);

		for (const { error } of runs) expect(error?.message).toMatch(/^1Password refused the client ID/);
		expect(sandbox.requests('token')).toHaveLength(2);
	});

	it('share one pause: a 429 in one of them slows the others', async () => {
		sandbox.fault({ match: 'list', status: 429, headers: { 'retry-after': '2' } });
		const throttled = runNode(sandbox, { parameters: getMany() });
		while (sandbox.requests('list')[0]?.status !== 429) await sleep(5);
		await sleep(50);
		const other = runNode(sandbox, { parameters: get('id', sandbox.users[0]!.id) });
		await Promise.all([throttled, other]);
		const [refused] = sandbox.requests('list');
		const [read] = sandbox.requests('get');

		expect(read!.startedAt - refused!.startedAt).toBeGreaterThanOrEqual(1900);
	});

	it('of another client are not slowed', async () => {
		const { clientId, clientSecret } = sandbox.addApplication();
		sandbox.fault({ match: 'list', status: 429, headers: { 'retry-after': '2' } });
		const throttled = runNode(sandbox, { parameters: getMany() });
		while (sandbox.requests('list')[0]?.status !== 429) await sleep(5);
		await sleep(50);
		const credential = credentialFor(sandbox, { clientId, clientSecret });
		await runNode(sandbox, { parameters: get('id', sandbox.users[0]!.id), credential });
		const [read] = sandbox.requests('get');
		await throttled;

		expect(read!.startedAt - sandbox.requests('list')[0]!.startedAt).toBeLessThan(1500);
	});

	it('leave their places to others when they are cancelled', async () => {
		// The last one is asked first, and brings the token.
		sandbox.fault({ match: 'get', skip: 1, times: Infinity, kind: 'hang' });
		const ids = [...Array.from({ length: 40 }, (_, place) => `USER${place}`), sandbox.users[0]!.id];
		const stuck = startNode(sandbox, { parameters: get('id', FROM_INPUT), input: named(ids) });
		while (sandbox.requests('get').length < 33) await sleep(5);
		const other = runNode(sandbox, { parameters: getMany() });
		await sleep(50);
		expect(sandbox.requests('list')).toEqual([]);
		stuck.cancel();

		expect((await other).items).toHaveLength(8);
	});
});

it('parallel requests of a run share one pause', async () => {
	const ids = sandbox.users.slice(0, 6).map(({ id }) => id);
	const credential = credentialFor(sandbox);
	await runNode(sandbox, { parameters: getMany(), credential });
	// All of them are on their way before the first answer.
	sandbox.latency(50);
	sandbox.fault({ match: 'get', times: 6, status: 503, headers: { 'retry-after': '1' } });
	const { items } = await runNode(sandbox, {
		parameters: get('id', FROM_INPUT),
		input: named(ids),
		credential,
	});
	const [first, ...repeated] = sandbox.requests('get').map(({ startedAt }) => startedAt);

	expect(items).toHaveLength(6);
	expect(sandbox.requests('get')).toHaveLength(12);
	for (const startedAt of repeated.slice(5)) {
		expect(startedAt - first!).toBeGreaterThanOrEqual(1000);
		expect(startedAt - first!).toBeLessThan(1900);
	}
});

describe('a pause that begins while many requests wait', () => {
	const PAUSE = { status: 429, headers: { 'retry-after': '3' } } as const;
	const END_MS = 2900;
	/** What is on its way when the answer comes can't be held back: one leaves in a millisecond. All of them would be 32. */
	const MOST_ON_THEIR_WAY = 16;

	beforeEach(async () => {
		await sandbox.close();
		sandbox = await startSandbox({ users: 60, suspendedShare: 0 });
	});

	const ids = () => sandbox.users.slice(0, 50).map(({ id }) => id);
	const fiftyRuns = async (credential = credentialFor(sandbox)) => {
		const runs = ids().map(async (id) => await runNode(sandbox, { parameters: get('id', id), credential }));
		return (await Promise.all(runs)).flatMap(({ items }) => items);
	};
	const oneRun = async (credential = credentialFor(sandbox)) => {
		const parameters = get('id', FROM_INPUT);
		return (await runNode(sandbox, { parameters, input: named(ids()), credential })).items;
	};

	/** How many requests left between the 429 and the end of its pause. */
	function leftMeanwhile(): number {
		const requests = sandbox.requests();
		const told = requests.find(({ status }) => status === 429)!.finishedAt!;
		return requests.filter(({ startedAt }) => startedAt > told && startedAt < told + END_MS).length;
	}

	it.each([
		['fifty runs', fiftyRuns],
		['one run', oneRun],
	])('holds back what waits in %s', async (_, read) => {
		const credential = credentialFor(sandbox);
		await runNode(sandbox, { parameters: getMany(), credential });
		sandbox.clearRequests();
		sandbox.fault({ match: 'get', ...PAUSE });

		expect(await read(credential)).toHaveLength(50);
		expect(leftMeanwhile()).toBeLessThan(MOST_ON_THEIR_WAY);
	});

	it.each([
		['fifty runs', fiftyRuns],
		['one run', oneRun],
	])('holds back those of %s who wait for a token, where no token was to be had', async (_, read) => {
		sandbox.fault({ match: 'token', ...PAUSE });

		expect(await read()).toHaveLength(50);
		expect(leftMeanwhile()).toBeLessThan(MOST_ON_THEIR_WAY);
		expect(sandbox.requests('token')).toHaveLength(2);
	});

	it('lets those who were cancelled meanwhile leave their places to others', async () => {
		const credential = credentialFor(sandbox);
		await runNode(sandbox, { parameters: getMany(), credential });
		sandbox.clearRequests();
		sandbox.fault({ match: 'get', ...PAUSE });
		const { finished, cancel } = startNode(sandbox, {
			parameters: get('id', FROM_INPUT),
			input: named(ids()),
			credential,
		});
		while (sandbox.requests('get')[0]?.status !== 429) await sleep(5);
		const other = runNode(sandbox, { parameters: getMany(), credential });
		await sleep(50);
		cancel();
		await finished.catch(() => undefined);

		expect((await other).items).toHaveLength(50);
		expect(sandbox.requests('get').length).toBeLessThan(MOST_ON_THEIR_WAY);
	});
});

describe('the clock', () => {
	const clock = new JumpingClock();
	afterEach(() => clock.stop());

	it('can be set forward by two hours, and all runs still share the pause', async () => {
		clock.start(Date.now());
		const credential = credentialFor(sandbox);
		await runNode(sandbox, { parameters: getMany(), credential });
		sandbox.fault({ match: 'get', status: 429, headers: { 'retry-after': '2' }, delayMs: 200 });
		const told = startNode(sandbox, { parameters: get('id', sandbox.users[1]!.id), credential });
		while (sandbox.requests('get').length < 1) await sleep(5);
		clock.set(7_200_000);
		await runNode(sandbox, { parameters: getMany(), credential });
		while (sandbox.requests('get')[0]?.status !== 429) await sleep(5);
		await sleep(50);
		sandbox.clearRequests();
		const other = startNode(sandbox, { parameters: get('id', sandbox.users[2]!.id), credential });
		await sleep(500);
		expect(sandbox.requests()).toEqual([]);
		for (const { cancel } of [told, other]) cancel();
		await Promise.allSettled([told.finished, other.finished]);
	});
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
		for (const others of ['api.example.com', ''])
			expect(await testCredential(allowing(others))).toContain('does not allow requests to 127.0.0.1');
		expect(await testCredential(allowing('127.0.0.1'))).toBe('OK');
	});
});

describe('what fails and can pass', () => {
	it.each([
		['an answer', { status: 503 }],
		['no answer', { kind: 'reset-before' }],
	] as const)('is no reason to send more at once: %s', async (_, fault) => {
		await sandbox.close();
		sandbox = await startSandbox({ users: 100, suspendedShare: 0 });
		sandbox.fault({ match: 'get', times: 96, delayMs: 150, ...fault });
		const runs = await Promise.all(
			sandbox.users.map(async ({ id }) => await runNode(sandbox, { parameters: get('id', id) })),
		);
		const failed = sandbox.requests('get').filter(({ faulty }) => faulty);

		expect(runs.flatMap(({ items }) => items)).toHaveLength(100);
		expect(failed).toHaveLength(96);
		expect(Math.max(...failed.map(({ concurrent }) => concurrent))).toBeLessThanOrEqual(32);
	});
});
