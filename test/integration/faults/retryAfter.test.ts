import { startSandbox, type Sandbox } from '../../strictSandbox.ts';
import { aTurn } from '../../aTurn';
import { FROM_INPUT, get, getMany, named, suspend } from '../n8n/parameters';
import { activate } from '../n8n/pollNode';
import { runNode, type NodeRun } from '../n8n/runNode';
import { JumpingClock } from './JumpingClock';

const NOW = Date.UTC(2026, 0, 31, 12);
const inSeconds = (seconds: number) => new Date(NOW + seconds * 1000).toUTCString();

const mockClock = new JumpingClock();
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow'),
	sleep: async (ms: number) => await mockClock.sleep(ms),
}));

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox({ users: 61, suspendedShare: 0 });
	mockClock.start(NOW);
});
afterEach(async () => {
	mockClock.stop();
	await sandbox.close();
});

/** Runs the node, and tells when (in milliseconds) each request of a call began. */
async function run(call: string, request: NodeRun, asleepTogether = 1) {
	mockClock.waitFor(asleepTogether);
	const { items, error } = await runNode(sandbox, request);
	return { items, error, begun: sandbox.requests(call).map(({ startedAt }) => startedAt - NOW) };
}

const everybody = { parameters: getMany({ returnAll: true }) };

describe('a pause that 1Password asks for', () => {
	it.each([
		['7 seconds', '7', 7_000],
		['until 20 seconds from now', inSeconds(20), 20_000],
		['an hour', '3600', 30_000],
		['absurdly many seconds', '9'.repeat(400), 30_000],
		['until tomorrow', inSeconds(86_400), 30_000],
		['until a day far away', 'Fri, 31 Dec 9999 23:59:59 GMT', 30_000],
	])('is kept, for 30 seconds at most: %s', async (_, header, ms) => {
		sandbox.fault({ match: 'list', status: 429, headers: { 'retry-after': header } });
		const { items, begun } = await run('list', everybody);

		expect(begun).toEqual([0, ms]);
		expect(items).toHaveLength(61);
	});

	it.each([undefined, '', '0', inSeconds(-3600), '-30', '-3600', 'soon', '1e3', 'Infinity'])(
		"is the node's own, short one where it makes no sense or asks for none: %p",
		async (header) => {
			const headers = header === undefined ? undefined : { 'retry-after': header };
			sandbox.fault({ match: 'list', status: 429, headers });
			const { begun } = await run('list', everybody);

			expect(begun).toHaveLength(2);
			expect(begun[1]).toBeGreaterThanOrEqual(250);
			expect(begun[1]).toBeLessThanOrEqual(500);
		},
	);

	it.each([503, 500])('counts also with %d', async (status) => {
		sandbox.fault({ match: 'list', status, headers: { 'retry-after': '12' } });
		const { begun } = await run('list', everybody);

		expect(begun).toEqual([0, 12_000]);
	});

	it('counts also where a token was asked for', async () => {
		sandbox.fault({ match: 'token', status: 429, headers: { 'retry-after': '3600' } });
		const { begun } = await run('token', everybody);

		expect(begun).toEqual([0, 30_000]);
	});

	it('is kept before each of three more tries, not for ever', async () => {
		sandbox.fault({ match: 'list', status: 429, headers: { 'retry-after': '3600' }, times: Infinity });
		const { error, begun } = await run('list', everybody);

		expect(error?.message).toBe('1Password is receiving too many requests');
		expect(begun).toEqual([0, 30_000, 60_000, 90_000]);
	});

	it.each([
		['an hour', -3_600_000],
		['a minute', -60_000],
	])('is kept where the clock is set back by %s while the request is under way', async (_, ms) => {
		sandbox.fault({ match: 'list', status: 429, headers: { 'retry-after': '2' } });
		sandbox.fault({ match: 'list', status: 429, headers: { 'retry-after': '30' }, delayMs: 300 });
		const running = run('list', everybody);
		while (sandbox.requests('list').length < 2) await aTurn();
		mockClock.set(ms);
		const { items, begun } = await running;

		expect(begun).toEqual([0, 2_000, 2_000 + ms + 30_000]);
		expect(items).toHaveLength(61);
	});
});

describe('a run that 1Password refuses to the last', () => {
	const GIVES_UP = { status: 429, headers: { 'retry-after': '30' }, times: 4 } as const;

	/** When it sent its last request, in milliseconds. */
	async function giveUp(call: 'list' | 'token', request: NodeRun = everybody): Promise<number> {
		sandbox.fault({ match: call, ...GIVES_UP });
		const { begun } = await run(call, request);
		expect(begun).toEqual([0, 30_000, 60_000, 90_000]);
		sandbox.clearRequests();
		return begun.at(-1)!;
	}

	it.each(['list', 'token'] as const)('leaves its last pause to the next run: %s', async (call) => {
		const last = await giveUp(call);
		const { items, begun } = await run('list', everybody);

		expect(begun).toEqual([last + 30_000]);
		expect(items).toHaveLength(61);
	});

	it('leaves it to each of fifty runs', async () => {
		const last = await giveUp('list');
		const ids = sandbox.users.slice(0, 50).map(({ id }) => id);
		await Promise.all(ids.map(async (id) => await runNode(sandbox, { parameters: get('id', id) })));

		expect(sandbox.requests('get').map(({ startedAt }) => startedAt - NOW)).toEqual(
			ids.map(() => last + 30_000),
		);
	});

	it('leaves it to the poll of a trigger', async () => {
		const workflow = await activate(sandbox);
		sandbox.clearRequests();
		const last = await giveUp('list');
		await workflow.poll();

		expect(sandbox.requests('list')[0]!.startedAt - NOW).toBe(last + 30_000);
	});

	it('leaves it once, however many items it had to ask for', async () => {
		const input = named(Array.from({ length: 80 }, (_, place) => `USER${place}`));
		const parameters = get('id', FROM_INPUT);
		const last = await giveUp('token', { parameters, input, onError: 'continueRegularOutput' });
		const { begun } = await run('list', everybody);

		expect(begun).toEqual([last + 30_000]);
	});

	it('leaves none where it got no answer: that was its own pause', async () => {
		sandbox.fault({ match: 'list', kind: 'reset-before', times: 4 });
		const { error, begun } = await run('list', everybody);
		expect(error).toBeDefined();
		const next = await run('list', everybody);

		expect(next.begun).toEqual([...begun, begun.at(-1)]);
	});
});

describe('many requests at once', () => {
	/** Long enough for all of them to be on their way before the first answer. */
	beforeEach(() => sandbox.latency(1000));

	const suspendAll = () => ({
		parameters: suspend('email', FROM_INPUT),
		input: named(sandbox.users.slice(1).map(({ email }) => email)),
	});

	it('keep one pause together, the longest that any of them was told', async () => {
		for (const seconds of ['20', '3600', '25', '7'])
			sandbox.fault({ match: 'suspend', status: 429, headers: { 'retry-after': seconds }, times: 8 });
		const { items, begun } = await run('suspend', suspendAll(), 16);

		expect(begun.filter((ms) => ms === 0)).toHaveLength(32);
		expect(begun.filter((ms) => ms === 30_000)).toHaveLength(60);
		expect(begun).toHaveLength(32 + 60);
		expect(items.map(({ json }) => json.changed)).toEqual(items.map(() => true));
	});

	it('all wait for the one that was told to', async () => {
		sandbox.fault({ match: 'suspend', status: 429, headers: { 'retry-after': '20' }, skip: 10 });
		const { items, begun } = await run('suspend', suspendAll(), 16);

		expect(begun.filter((ms) => ms > 0 && ms < 20_000)).toEqual([]);
		expect(begun.filter((ms) => ms === 20_000).length).toBeGreaterThan(10);
		expect(begun).toHaveLength(61);
		expect(items).toHaveLength(60);
	});
});
