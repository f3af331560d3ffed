import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import { JumpingClock } from './faults/JumpingClock';
import { activate, PolledWorkflow } from './n8n/pollNode';

// Time stands still, but for a pause between two tries, which passes at once.
const mockClock = new JumpingClock();
const mockSleep = jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow').sleep;
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow'),
	sleep: async (ms: number) => await (mockClock.isRunning ? mockClock.sleep(ms) : mockSleep(ms)),
}));
beforeAll(() => mockClock.start(Date.now()));
afterAll(() => mockClock.stop());

type Loaded = typeof import('../../nodes/OnePasswordUsers/OnePasswordUsersTrigger.node');

const EVENTS = ['user.added', 'user.reactivated', 'user.removed', 'user.suspended'];

let sandbox: Sandbox;
beforeEach(async () => (sandbox = await startSandbox({ users: 50 })));
afterEach(async () => await sandbox.close());

const member = (index: number) => sandbox.users[index + 6]!.id;
const suspend = (id: string) => sandbox.changeUser(id, { state: 'SUSPENDED' });
const reactivate = (id: string) => sandbox.changeUser(id, { state: 'ACTIVE' });

/** What a poll reports, each event with its ID. */
async function pollFor(workflow: PolledWorkflow): Promise<Record<string, string>> {
	const items = (await workflow.poll()) ?? [];
	return Object.fromEntries(
		items.map(({ json }) => {
			const { event, event_id, user } = json as { event: string; event_id: string; user: { id: string } };
			return [`${event} ${user.id}`, event_id];
		}),
	);
}

describe('two main processes that poll the same node', () => {
	const id = 'polled-by-two';

	/** The trigger with a state of its own, as another process would have it. */
	function loadAnew(): Loaded['OnePasswordUsersTrigger'] {
		let loaded: Loaded | undefined;
		jest.isolateModules(() => {
			loaded = jest.requireActual<Loaded>('../../nodes/OnePasswordUsers/OnePasswordUsersTrigger.node');
		});
		return loaded!.OnePasswordUsersTrigger;
	}

	/** The same workflow in two processes, each with what one of them has saved. */
	async function startTwo(): Promise<[PolledWorkflow, PolledWorkflow]> {
		const one = await activate(sandbox, { id, events: EVENTS });
		const other = new PolledWorkflow(sandbox, { id, events: EVENTS, Trigger: loadAnew() });
		other.restart(one.saved);
		return [one, other];
	}

	it('at once report a change under one ID', async () => {
		const mains = await startTwo();
		const [suspended, removed] = [member(0), member(1)];
		suspend(suspended);
		sandbox.removeUser(removed);

		const [one, other] = await Promise.all(mains.map(pollFor));

		expect(Object.keys(one!).sort()).toEqual([`user.removed ${removed}`, `user.suspended ${suspended}`]);
		expect(other).toEqual(one);
	});

	it('in turn report a change once, where each begins with what the other has saved', async () => {
		const [one, other] = await startTwo();
		suspend(member(0));
		expect(await one.events()).toEqual([`user.suspended ${member(0)}`]);

		other.restart(one.saved);
		expect(await other.poll()).toBeNull();
		reactivate(member(0));
		expect(await other.events()).toEqual([`user.reactivated ${member(0)}`]);

		one.restart(other.saved);
		expect(await one.poll()).toBeNull();
	});

	it('forget nothing where one fails and the other does not', async () => {
		const [one, other] = await startTwo();
		suspend(member(0));
		sandbox.fault({ match: 'list', status: 503, headers: { 'retry-after': '0' }, times: Infinity });

		expect(await one.poll()).toBeNull();
		expect(await other.poll()).toBeNull();
		await expect(one.poll()).rejects.toThrow(/1Password is unavailable/);
		sandbox.clearFaults();

		expect(await other.events()).toEqual([`user.suspended ${member(0)}`]);
	});
});

describe('a workflow that n8n has activated twice', () => {
	/** Two timers in one process, each with the memory of its own first poll. */
	async function activateTwice(): Promise<[PolledWorkflow, PolledWorkflow]> {
		const id = 'activated-twice';
		return [await activate(sandbox, { id, events: EVENTS }), await activate(sandbox, { id, events: EVENTS })];
	}

	it('reports each change twice, under one ID, also where one poll sees more than the other', async () => {
		const [one, other] = await activateTwice();
		suspend(member(0));
		const first = await pollFor(one);
		suspend(member(1));
		const both = await pollFor(other);
		const second = await pollFor(one);

		expect(Object.keys(first)).toEqual([`user.suspended ${member(0)}`]);
		expect(Object.keys(second)).toEqual([`user.suspended ${member(1)}`]);
		expect(both).toEqual({ ...first, ...second });
	});

	it('gives a later suspension another ID, the same from both', async () => {
		const [one, other] = await activateTwice();
		const ids: string[] = [];
		for (const change of [suspend, reactivate, suspend, reactivate]) {
			change(member(0));
			const reported = await pollFor(one);
			expect(await pollFor(other)).toEqual(reported);
			ids.push(...Object.values(reported));
		}

		expect(new Set(ids).size).toBe(4);
	});
});
