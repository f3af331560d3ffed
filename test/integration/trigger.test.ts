import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import { activate, PolledWorkflow, type Poller } from './n8n/pollNode';

const EVERYTHING = ['user.added', 'user.removed', 'user.suspended', 'user.reactivated'];

let sandbox: Sandbox;
beforeEach(async () => (sandbox = await startSandbox({ users: 50 })));
afterEach(async () => await sandbox.close());

const inState = (state: string) => sandbox.users.filter((user) => user.state === state);
const lastId = () => sandbox.users.at(-1)!.id;
const suspend = (id: string) => sandbox.changeUser(id, { state: 'SUSPENDED' });
const reactivate = (id: string) => sandbox.changeUser(id, { state: 'ACTIVE' });

const activated = async (poller?: Poller) => await activate(sandbox, poller);

describe('a poll', () => {
	it.each([[['user.suspended']], [EVERYTHING]])(
		'reports nothing the first time, for %s, and nothing while nothing changes',
		async (events) => {
			const workflow = await activated({ events });
			const saved = workflow.saved;

			expect(await workflow.poll()).toBeNull();
			expect(workflow.saved).toBe(saved);
		},
	);

	it('has nothing to save while nothing changes', async () => {
		const workflow = await activated({ events: EVERYTHING });
		workflow.restart();

		await workflow.poll();

		expect(workflow.isDirty).toBe(false);
	});

	it('reports a suspended user with everything 1Password says about them', async () => {
		const workflow = await activated();
		const { kind, ...user } = inState('ACTIVE')[4]!;
		suspend(user.id);

		const items = await workflow.poll();

		expect(kind).toBe('member');
		expect(items).toEqual([
			{
				json: {
					event: 'user.suspended',
					event_id: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
					detected_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as unknown,
					account_id: sandbox.accountId,
					previous_state: null,
					user: { ...user, state: 'SUSPENDED' },
					sample: false,
				},
			},
		]);
	});

	it('reports a reactivated user and says that they were suspended', async () => {
		const workflow = await activated();
		const { id } = inState('SUSPENDED')[0]!;
		reactivate(id);

		const items = await workflow.poll();

		expect(items).toMatchObject([
			{ json: { event: 'user.reactivated', previous_state: 'SUSPENDED', user: { id, state: 'ACTIVE' } } },
		]);
	});

	it('reports each of four kinds of change once', async () => {
		const workflow = await activated({ events: EVERYTHING });
		const [a, b] = inState('ACTIVE').slice(5);
		const [c] = inState('SUSPENDED');
		suspend(a!.id);
		sandbox.removeUser(b!.id);
		reactivate(c!.id);
		const d = sandbox.addUser();

		expect((await workflow.events()).sort()).toEqual([
			`user.added ${d.id}`,
			`user.reactivated ${c!.id}`,
			`user.removed ${b!.id}`,
			`user.suspended ${a!.id}`,
		]);
		expect(await workflow.poll()).toBeNull();
	});

	it('knows the state before where it remembers everyone', async () => {
		const workflow = await activated({ events: EVERYTHING });
		suspend(inState('ACTIVE')[5]!.id);

		expect(await workflow.poll()).toMatchObject([{ json: { previous_state: 'ACTIVE' } }]);
	});

	it('never takes the removal of a suspended user for a reactivation', async () => {
		const some = await activated();
		const all = await activated({ events: EVERYTHING });
		const { id } = inState('SUSPENDED')[0]!;
		sandbox.removeUser(id);

		expect(await some.poll()).toBeNull();
		expect(await all.poll()).toMatchObject([
			{ json: { event: 'user.removed', previous_state: 'SUSPENDED', user: { id } } },
		]);
		expect(await some.poll()).toBeNull();
	});

	it('does not report what was undone between two polls', async () => {
		const workflow = await activated({ events: EVERYTHING });
		const { id } = inState('ACTIVE')[5]!;
		suspend(id);
		reactivate(id);

		expect(await workflow.poll()).toBeNull();
	});

	it('reports only what is selected', async () => {
		const workflow = await activated({ events: ['user.reactivated'] });
		suspend(inState('ACTIVE')[5]!.id);

		expect(await workflow.poll()).toBeNull();
	});

	it('believes in nobody being gone from a listing without a 404', async () => {
		const workflow = await activated({ events: EVERYTHING });
		sandbox.fault({ match: 'list', transform: withoutTheLast });

		expect(await workflow.poll()).toBeNull();
		expect(sandbox.requests('get')).toHaveLength(1);
		expect(await workflow.poll()).toBeNull();
	});
});

it('remembers a user under the ID of the listing, whatever its case in another answer', async () => {
	const workflow = await activated({ events: EVERYTHING });
	const { saved } = workflow;
	sandbox.fault({ match: 'list', transform: withoutTheLast });
	sandbox.fault({ match: 'get', transform: (user) => ({ ...(user as object), id: lastId().toLowerCase() }) });

	expect(await workflow.poll()).toBeNull();
	expect(workflow.saved).toBe(saved);
});

describe('the filter by email domain', () => {
	it('lets through nobody else, also not of those who were removed', async () => {
		const inside = [sandbox.addUser({ email: 'a@corp.test' }), sandbox.addUser({ email: 'b@corp.test' })];
		const outside = inState('ACTIVE').slice(5, 7);
		const workflow = await activated({ events: EVERYTHING, filters: { emailDomain: ' @CORP.test' } });
		suspend(inside[0]!.id);
		suspend(outside[0]!.id);
		sandbox.removeUser(inside[1]!.id);
		sandbox.removeUser(outside[1]!.id);
		sandbox.addUser();

		expect(await workflow.events()).toEqual([
			`user.suspended ${inside[0]!.id}`,
			`user.removed ${inside[1]!.id}`,
		]);
	});

	it('makes no event of an email that moves into the domain', async () => {
		const { id } = inState('SUSPENDED')[0]!;
		const workflow = await activated({ filters: { emailDomain: 'corp.test' } });
		sandbox.changeUser(id, { email: 'moved@corp.test' });

		expect(await workflow.poll()).toBeNull();
		reactivate(id);
		expect(await workflow.events()).toEqual([`user.reactivated ${id}`]);
	});

	it.each([null, 7, '@', 'a@b.test', '', '  ', '={{ undefined }}'])(
		'does not vanish when its value or expression gives %j',
		async (emailDomain) => {
			const workflow = new PolledWorkflow(sandbox, { filters: { emailDomain } });

			await expect(workflow.poll()).rejects.toThrow(/^Email Domain is /);
			expect(sandbox.requests()).toEqual([]);
		},
	);

	it.each(['={{ undefined }}', '={{ "corp.test" }}', '={{ null }}'])(
		'does not vanish when all filters are the expression %s',
		async (filters) => {
			const workflow = new PolledWorkflow(sandbox);
			workflow.parameters.filters = filters;

			await expect(workflow.poll()).rejects.toThrow(/^Filters is /);
		},
	);
});

/** What a listing looks like that lost somebody on the way. */
function withoutTheLast(body: unknown): unknown {
	const { results } = body as { results: unknown[] };
	return { results: results.slice(0, -1) };
}
