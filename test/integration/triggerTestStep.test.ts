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

	it('shows each event with the states before and after it as a real one would have them', async () => {
		const items = (await new PolledWorkflow(sandbox, { events: EVENTS }).poll('manual'))!;
		const shown = items.map(({ json }) => {
			const { id, state } = json.user as { id: string; state?: string };
			return [json.event, json.previous_state, state, sandbox.user(id).state];
		});

		expect(shown).toEqual([
			['user.added', null, 'ACTIVE', 'ACTIVE'],
			['user.reactivated', 'SUSPENDED', 'ACTIVE', 'ACTIVE'],
			['user.removed', 'ACTIVE', undefined, 'ACTIVE'],
			['user.suspended', null, 'SUSPENDED', 'SUSPENDED'],
		]);
		expect(Object.keys(items[2]!.json.user!)).toEqual(['id']);
	});

	it('has the filter decide whom it shows', async () => {
		const { id } = sandbox.addUser({ email: 'zoe@elsewhere.test', state: 'SUSPENDED' });
		const filters = { emailDomain: 'elsewhere.test' };
		const items = await new PolledWorkflow(sandbox, { events: EVENTS, filters }).poll('manual');

		expect(items!.map(({ json }) => (json.user as { id: string }).id)).toEqual([id, id, id, id]);
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
		const { id } = items![0]!.json.user as { id: string };
		expect(sandbox.user(id).state).toBe('SUSPENDED');
	}, 60_000);

	it('goes on until it finds a user who passes the filter', async () => {
		await sandbox.close();
		sandbox = await startSandbox({ users: 1100, suspendedShare: 0.99 });
		const { id } = sandbox.addUser({ email: 'zoe@elsewhere.test', state: 'SUSPENDED' });
		const filters = { emailDomain: 'elsewhere.test' };
		const items = await new PolledWorkflow(sandbox, { events: ['user.suspended'], filters }).poll('manual');

		expect(items).toMatchObject([{ json: { user: { id } } }]);
		expect(sandbox.requests('list')).toHaveLength(2);
	});

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

		await expect(workflow.poll('manual')).rejects.toMatchObject({
			message: 'The account has no user whose email ends in nowhere.test to show as a sample',
			description:
				'Check the filter Email Domain, and that the credential belongs to the account you have in mind.',
		});
	});

	it('says so without a filter, too', async () => {
		const transform = () => ({ results: [{ email: 'ana@example.com', state: 'ACTIVE' }] });
		sandbox.fault({ match: 'list', times: Infinity, transform });

		await expect(new PolledWorkflow(sandbox).poll('manual')).rejects.toThrow(
			/^The account has no user to show as a sample$/,
		);
	});

	it('always shows a failure', async () => {
		const workflow = new PolledWorkflow(sandbox);
		sandbox.fault(OUTAGE);

		await expect(workflow.poll('manual')).rejects.toThrow(/unavailable/);
		await expect(workflow.poll('manual')).rejects.toThrow(/unavailable/);
	});
});
