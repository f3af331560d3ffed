import dns from 'node:dns';
import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import { JumpingClock } from './faults/JumpingClock';
import { activate, PolledWorkflow } from './n8n/pollNode';
import { credentialFor } from './n8n/runNode';

// A pause between two tries passes at once.
const mockClock = new JumpingClock();
const mockSleep = jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow').sleep;
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow'),
	sleep: async (ms: number) => await (mockClock.isRunning ? mockClock.sleep(ms) : mockSleep(ms)),
}));
beforeAll(() => mockClock.start(Date.now()));
afterAll(() => mockClock.stop());

const OUTAGE = { match: 'list', status: 503, headers: { 'retry-after': '0' }, times: Infinity };

let sandbox: Sandbox;
beforeEach(async () => (sandbox = await startSandbox({ users: 50 })));
afterEach(async () => await sandbox.close());

const someone = () => sandbox.users[6]!.id;

const activated = async () => await activate(sandbox);

describe('an outage', () => {
	it('is tolerated once, then shown, at every second poll', async () => {
		const workflow = await activated();
		sandbox.fault(OUTAGE);

		expect(await workflow.poll()).toBeNull();
		await expect(workflow.poll()).rejects.toThrow(/1Password is unavailable/);
		expect(await workflow.poll()).toBeNull();
		await expect(workflow.poll()).rejects.toMatchObject({ name: 'NodeApiError', httpCode: '503' });
		expect(workflow.warnings).toHaveLength(2);
		expect(workflow.warnings[0]).toMatch(/1Password is unavailable.*next poll/);
	});

	it('is tolerated again after a poll that succeeded', async () => {
		const workflow = await activated();
		for (let outage = 0; outage < 3; outage++) {
			sandbox.fault(OUTAGE);
			expect(await workflow.poll()).toBeNull();
			sandbox.clearFaults();
			expect(await workflow.poll()).toBeNull();
		}
		expect(workflow.warnings).toHaveLength(3);
	});

	it('loses nothing: what changed meanwhile is reported once it is over', async () => {
		const workflow = await activated();
		sandbox.changeUser(someone(), { state: 'SUSPENDED' });
		sandbox.fault(OUTAGE);
		await workflow.poll();
		await expect(workflow.poll()).rejects.toThrow();
		sandbox.clearFaults();

		expect(await workflow.events()).toEqual([`user.suspended ${someone()}`]);
		expect(await workflow.poll()).toBeNull();
	});

	it('does not keep a workflow from being activated', async () => {
		const workflow = new PolledWorkflow(sandbox);
		sandbox.fault(OUTAGE);
		expect(await workflow.poll()).toBeNull();
		sandbox.clearFaults();

		expect(await workflow.poll()).toBeNull();
		sandbox.changeUser(someone(), { state: 'SUSPENDED' });
		expect(await workflow.poll()).toHaveLength(1);
	});

	it('of the name server is tolerated once as well, so a start of n8n survives it', async () => {
		const baseUrl = sandbox.url.replace('127.0.0.1', 'localhost');
		const workflow = new PolledWorkflow(sandbox, { credential: credentialFor(sandbox, { baseUrl }) });
		const lookup = jest.spyOn(dns, 'lookup').mockImplementation(findNoHost);

		expect(await workflow.poll()).toBeNull();
		expect(workflow.warnings).toHaveLength(1);
		await expect(workflow.poll()).rejects.toThrow('1Password could not be reached');
		lookup.mockRestore();

		expect(await workflow.poll()).toBeNull();
		sandbox.changeUser(someone(), { state: 'SUSPENDED' });
		expect(await workflow.poll()).toHaveLength(1);
	}, 30_000);

	it('after the first page of a listing leaves everything as it was', async () => {
		const workflow = await activated();
		const { saved } = workflow;
		sandbox.changeUser(someone(), { state: 'SUSPENDED' });
		sandbox.paging({ longest: 2 });
		sandbox.fault({ ...OUTAGE, skip: 1 });

		expect(await workflow.poll()).toBeNull();
		expect(workflow.saved).toBe(saved);
	});

	it('during the look-up of those who disappeared reports none of them, and all of them later', async () => {
		const workflow = await activated();
		const { saved } = workflow;
		const gone = sandbox.users.filter(({ state }) => state === 'SUSPENDED').slice(0, 3);
		for (const { id } of gone) sandbox.changeUser(id, { state: 'ACTIVE' });
		sandbox.fault({ ...OUTAGE, match: 'get' });

		expect(await workflow.poll()).toBeNull();
		expect(workflow.saved).toBe(saved);
		sandbox.clearFaults();
		expect(await workflow.events()).toHaveLength(3);
	});
});

describe('a lasting failure', () => {
	it('is shown at once, every time', async () => {
		const workflow = await activated();
		workflow.credential.edit({ clientSecret: 'wrong' });

		await expect(workflow.poll()).rejects.toThrow(/client ID or the client secret|refused/);
		await expect(workflow.poll()).rejects.toThrow();
		expect(workflow.warnings).toEqual([]);
	});

	it('never makes removed users of a region or account that is gone', async () => {
		const workflow = await activated();
		const { saved } = workflow;
		sandbox.fault({ status: 404, body: 'no such page', times: Infinity });

		await expect(workflow.poll()).rejects.toThrow();
		expect(workflow.saved).toBe(saved);
	});

	it('is a 404 for a user that a listing does not back: nobody is taken for removed', async () => {
		const workflow = await activated();
		const { saved } = workflow;
		const { id } = sandbox.users.find(({ state }) => state === 'SUSPENDED')!;
		sandbox.changeUser(id, { state: 'ACTIVE' });
		sandbox.fault({ match: 'get', status: 404, body: 'no such page', times: Infinity });
		sandbox.fault({ match: 'list', status: 404, skip: 1, times: Infinity });

		await expect(workflow.poll()).rejects.toThrow(/does not know this account/);
		expect(workflow.saved).toBe(saved);
		sandbox.clearFaults();
		expect(await workflow.events()).toEqual([`user.reactivated ${id}`]);
	});

	const KINDS = 'user.added, user.reactivated, user.removed, user.suspended';
	it.each([
		[[], 'No event is selected', 'Choose in Events what should start the workflow.'],
		[
			['user.promoted'],
			'Events is "user.promoted"',
			`It must be one of ${KINDS}. Check the expression in this field.`,
		],
		['', 'Events is ""', `It must be one of ${KINDS}. Check the expression in this field.`],
		[[null], 'Events is null', `It must be one of ${KINDS}. Check the expression in this field.`],
	])('is a selection of events such as %j', async (events, message, description) => {
		const workflow = new PolledWorkflow(sandbox, { events });

		await expect(workflow.poll()).rejects.toMatchObject({ message, description });
		expect(sandbox.requests()).toEqual([]);
	});
});

describe('two polls at a time', () => {
	it('report a change once: the later one is skipped', async () => {
		const workflow = await activated();
		sandbox.changeUser(someone(), { state: 'SUSPENDED' });
		sandbox.clearRequests();

		const results = await Promise.all([workflow.poll(), workflow.poll()]);

		expect(results.map((items) => items?.length ?? 0)).toEqual([1, 0]);
		expect(sandbox.requests('list')).toHaveLength(1);
		expect(await workflow.poll()).toBeNull();
	});

	it('of different workflows do not wait for each other', async () => {
		const workflows = [await activated(), await activated()];
		sandbox.changeUser(someone(), { state: 'SUSPENDED' });

		const results = await Promise.all(workflows.map(async (workflow) => await workflow.poll()));

		expect(results.map((items) => items?.length)).toEqual([1, 1]);
	});
});

/** What a name server that has lost its records answers. */
const findNoHost = ((hostname: string, _options: unknown, callback: (failure: Error) => void) =>
	callback(
		Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND', hostname }),
	)) as typeof dns.lookup;
