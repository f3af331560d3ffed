import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { PolledWorkflow } from './n8n/pollNode';
import { credentialFor } from './n8n/runNode';

const EVERYTHING = ['user.added', 'user.removed', 'user.suspended', 'user.reactivated'];

let sandbox: Sandbox;
beforeEach(async () => (sandbox = await startSandbox({ users: 50 })));
afterEach(async () => await sandbox.close());

const inState = (state: string) => sandbox.users.filter((user) => user.state === state);
const suspend = (id: string) => sandbox.changeUser(id, { state: 'SUSPENDED' });
const reactivate = (id: string) => sandbox.changeUser(id, { state: 'ACTIVE' });

/** A workflow whose first poll is over. */
async function activated(poller: ConstructorParameters<typeof PolledWorkflow>[1] = {}) {
	const workflow = new PolledWorkflow(sandbox, poller);
	expect(await workflow.poll()).toBeNull();
	sandbox.clearRequests();
	return workflow;
}

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

	it.each([null, 7, '@', 'a@b.test'])('does not vanish when its expression gives %j', async (emailDomain) => {
		const workflow = new PolledWorkflow(sandbox, { filters: { emailDomain } });

		await expect(workflow.poll()).rejects.toThrow(/^Email Domain is /);
	});
});

describe('what a poll costs', () => {
	it('is one request per 1000 suspended users, however large the account', async () => {
		await sandbox.close();
		sandbox = await startSandbox({ users: 20_000, suspendedShare: 0.1 });
		const workflow = await activated();

		await workflow.poll();

		expect(sandbox.requests().map(({ operation }) => operation)).toEqual(['list', 'list']);
	});

	it('is one request more for each user who is no longer suspended', async () => {
		const workflow = await activated();
		for (const { id } of inState('SUSPENDED').slice(0, 3)) reactivate(id);

		await workflow.poll();

		expect(sandbox.requests().map(({ operation }) => operation)).toEqual(['list', 'get', 'get', 'get']);
		sandbox.clearRequests();
		await workflow.poll();
		expect(sandbox.requests()).toHaveLength(1);
	});

	it('is the full list only where someone wants to know who comes or goes', async () => {
		const workflow = await activated({ events: ['user.added'] });

		await workflow.poll();

		expect(sandbox.requests().map(({ query }) => query.filter)).toEqual([undefined]);
	});
});

describe('what is remembered', () => {
	it('is one key with IDs, at most 30 bytes for each user', async () => {
		await sandbox.close();
		sandbox = await startSandbox({ users: 3000 });
		const workflow = await activated({ events: EVERYTHING });

		expect(Object.keys(workflow.remembered)).toHaveLength(1);
		expect(workflow.saved.length / 3000).toBeLessThan(30);
		expect(workflow.saved).not.toContain('@');
	});

	it('survives a restart of n8n, and what changed meanwhile is reported', async () => {
		const workflow = await activated();
		const { id } = inState('ACTIVE')[5]!;
		suspend(id);
		workflow.restart();

		expect(await workflow.events()).toEqual([`user.suspended ${id}`]);
		workflow.restart();
		expect(await workflow.poll()).toBeNull();
	});

	it('gives the same change the same event ID when n8n died before it had saved', async () => {
		const workflow = await activated();
		const { saved } = workflow;
		suspend(inState('ACTIVE')[5]!.id);

		const [first] = (await workflow.poll())!;
		workflow.restart(saved);
		const [again] = (await workflow.poll())!;

		expect(again!.json.event_id).toBe(first!.json.event_id);
	});

	it('gives a later suspension of the same user another event ID', async () => {
		const workflow = await activated({ events: ['user.suspended'] });
		const { id } = inState('ACTIVE')[5]!;
		suspend(id);
		const [first] = (await workflow.poll())!;
		reactivate(id);
		await workflow.poll();
		suspend(id);
		const [second] = (await workflow.poll())!;

		expect(second!.json.event_id).not.toBe(first!.json.event_id);
	});

	it('is replaced by a new baseline when the events change', async () => {
		const workflow = await activated();
		suspend(inState('ACTIVE')[5]!.id);
		workflow.parameters.events = EVERYTHING;

		expect(await workflow.poll()).toBeNull();
		expect(await workflow.poll()).toBeNull();
	});

	it('is replaced by a new baseline when the credential leads to another account', async () => {
		const other = await startSandbox({ users: 50, seed: 2, accountId: 'OTHERACCOUNT' });
		const workflow = await activated();
		workflow.credential.edit({ ...credentialFor(other).stored });

		expect(await workflow.poll()).toBeNull();
		other.changeUser(other.users[4]!.id, { state: 'SUSPENDED' });
		const items = await workflow.poll();
		await other.close();

		expect(items).toMatchObject([{ json: { account_id: 'OTHERACCOUNT' } }]);
	});

	it.each([{ v: 2, users: {} }, { v: 1 }, 'text'])(
		'is replaced by a new baseline, with a warning, when it is %j',
		async (stored) => {
			const workflow = await activated();
			const [key] = Object.keys(workflow.remembered);
			workflow.remembered[key!] = stored;

			expect(await workflow.poll()).toBeNull();
			expect(workflow.warnings).toEqual([expect.stringMatching(/another version of this package/)]);
			suspend(inState('ACTIVE')[5]!.id);
			expect(await workflow.poll()).toHaveLength(1);
		},
	);
});

/** What a listing looks like that lost somebody on the way. */
function withoutTheLast(body: unknown): unknown {
	const { results } = body as { results: unknown[] };
	return { results: results.slice(0, -1) };
}
