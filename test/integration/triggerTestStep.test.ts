import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import { JumpingClock } from './faults/JumpingClock';
import { PolledWorkflow } from './n8n/pollNode';

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

describe('a test step in the editor', () => {
	const EVENTS = ['user.added', 'user.reactivated', 'user.removed', 'user.suspended'];

	it('shows one sample for each selected event, from real users, and stores nothing', async () => {
		const workflow = new PolledWorkflow(sandbox, { events: EVENTS });
		const items = (await workflow.poll('manual'))!;

		expect(items.map(({ json }) => json.event)).toEqual(EVENTS);
		for (const { json } of items) {
			expect(Object.keys(json)).toEqual([
				'event',
				'event_id',
				'detected_at',
				'account_id',
				'previous_state',
				'user',
				'sample',
			]);
			expect(json.sample).toBe(true);
			expect(sandbox.users).toContainEqual(expect.objectContaining({ id: (json.user as { id: string }).id }));
		}
		expect(items[3]!.json.user).toMatchObject({ state: 'SUSPENDED' });
		expect(workflow.saved).toBe(new PolledWorkflow(sandbox).saved);
		expect(workflow.isDirty).toBe(false);
	});

	it('takes one full page for each state, as a server may apply the filter after it has made the pages', async () => {
		sandbox.clearRequests();
		await new PolledWorkflow(sandbox, { events: EVENTS }).poll('manual');

		expect(sandbox.requests('list').map(({ query }) => query.max_page_size)).toEqual(['1000', '1000']);
	});

	it('goes on until it finds a user, however many empty pages come before', async () => {
		sandbox.paging({ emptyPages: 150 });
		const items = await new PolledWorkflow(sandbox, { events: ['user.suspended'] }).poll('manual');

		expect(items).toMatchObject([{ json: { user: { state: 'SUSPENDED' } } }]);
	}, 60_000);

	it('shows someone else where nobody is in the fitting state', async () => {
		for (const { id } of sandbox.users) sandbox.changeUser(id, { state: 'ACTIVE' });
		const items = await new PolledWorkflow(sandbox).poll('manual');

		expect(items).toMatchObject([
			{ json: { event: 'user.reactivated', user: { state: 'ACTIVE' } } },
			{ json: { event: 'user.suspended', user: { state: 'SUSPENDED' } } },
		]);
	});

	it('says that there is nobody to show', async () => {
		const workflow = new PolledWorkflow(sandbox, { filters: { emailDomain: 'nowhere.test' } });

		await expect(workflow.poll('manual')).rejects.toThrow(
			'The account has no user whose email ends in nowhere.test to show as a sample',
		);
	});

	it('always shows a failure', async () => {
		const workflow = new PolledWorkflow(sandbox);
		sandbox.fault(OUTAGE);

		await expect(workflow.poll('manual')).rejects.toThrow(/unavailable/);
		await expect(workflow.poll('manual')).rejects.toThrow(/unavailable/);
	});
});
