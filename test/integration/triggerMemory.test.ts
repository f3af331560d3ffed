import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import { activate, type Poller } from './n8n/pollNode';
import { credentialFor } from './n8n/runNode';

const EVERYTHING = ['user.added', 'user.removed', 'user.suspended', 'user.reactivated'];

/** Requests can be counted, or foretold, only where the server filters before it makes the pages. */
const shapes = { filtering: 'before-paging' } as const;

let sandbox: Sandbox;
beforeEach(async () => (sandbox = await startSandbox({ users: 50 })));
afterEach(async () => await sandbox.close());

const inState = (state: string) => sandbox.users.filter((user) => user.state === state);
const suspend = (id: string) => sandbox.changeUser(id, { state: 'SUSPENDED' });
const reactivate = (id: string) => sandbox.changeUser(id, { state: 'ACTIVE' });
const activated = async (poller?: Poller) => await activate(sandbox, poller);

describe('what a poll costs', () => {
	it('is one request per 1000 suspended users, however large the account', async () => {
		await sandbox.close();
		sandbox = await startSandbox({ users: 20_000, suspendedShare: 0.1, shapes });
		const workflow = await activated();

		await workflow.poll();

		expect(sandbox.requests().map(({ operation }) => operation)).toEqual(['list', 'list']);
	}, 30_000);

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

	it('gives it the same event ID also when somebody had gone before, which is not reported', async () => {
		const workflow = await activated({ events: ['user.reactivated', 'user.suspended'] });
		const { saved } = workflow;
		sandbox.removeUser(inState('SUSPENDED')[0]!.id);
		expect(await workflow.poll()).toBeNull();
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

	it('is replaced by a new baseline when the filter changes, without a warning', async () => {
		const ana = sandbox.addUser({ email: 'ana@one.test' });
		const workflow = await activated({ events: EVERYTHING, filters: { emailDomain: 'two.test' } });
		suspend(ana.id);
		workflow.parameters.filters = { emailDomain: 'one.test' };

		expect(await workflow.events()).toEqual([]);
		reactivate(ana.id);
		expect(await workflow.events()).toEqual([`user.reactivated ${ana.id}`]);
		expect(workflow.warnings).toEqual([]);
	});

	it('may be null, which is not the word of another version', async () => {
		const workflow = await activated();
		const [key] = Object.keys(workflow.remembered);
		workflow.remembered[key!] = null;

		expect(await workflow.poll()).toBeNull();
		expect(workflow.warnings).toEqual([]);
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
