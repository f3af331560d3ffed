import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import { activate, PolledWorkflow, untilOutOfTime } from '../integration/n8n/pollNode';

const EVERYTHING = ['user.added', 'user.removed', 'user.suspended', 'user.reactivated'];
const OUT_OF_TIME = 'The poll was stopped: n8n gives it 300 s, and it needs more';
const HANG = { kind: 'hang', times: Infinity } as const;

/** Requests can be counted, or foretold, only where the server filters before it makes the pages. */
const shapes = { filtering: 'before-paging' } as const;

let sandbox: Sandbox;
afterEach(async () => await sandbox.close());

const suspended = () => sandbox.users.filter(({ state }) => state === 'SUSPENDED').map(({ id }) => id);
const reactivate = (ids: string[]) => ids.forEach((id) => sandbox.changeUser(id, { state: 'ACTIVE' }));
const idsOf = (events: string[]) => events.map((event) => event.split(' ')[1]!);

/** A poll in which only the first few reads of users get an answer before the time is up. */
async function pollWhileReadsHang(workflow: PolledWorkflow, answered: number): Promise<string[]> {
	sandbox.fault({ match: 'get', ...HANG, skip: answered });
	try {
		return await untilOutOfTime(sandbox, async () => await workflow.events());
	} finally {
		sandbox.clearFaults();
	}
}

describe('a poll that runs out of time', () => {
	it('gets further each time, until everyone is reported once: 1,000 reactivated users at 150 ms in 4 s', async () => {
		sandbox = await startSandbox({ users: 30_000, suspendedShare: 1 / 30, shapes });
		const ids = suspended();
		const workflow = await activate(sandbox);
		reactivate(ids);
		sandbox.latency(150);
		workflow.budgetMs = 4000;

		const reported: string[] = [];
		while (reported.length < ids.length) {
			const events = await workflow.events();
			expect(events.length).toBeGreaterThan(0);
			reported.push(...idsOf(events));
		}

		expect(ids.length).toBeGreaterThan(900);
		expect(reported.sort()).toEqual(ids.sort());
		expect(await workflow.poll()).toBeNull();
	}, 180_000);

	it('reports what it has confirmed, and leaves the rest to the next poll', async () => {
		sandbox = await startSandbox({ users: 50, suspendedShare: 0.3 });
		const ids = suspended();
		const workflow = await activate(sandbox);
		reactivate(ids);

		const some = await pollWhileReadsHang(workflow, 3);
		const { saved } = workflow;
		const others = await workflow.events();

		expect(ids.length).toBeGreaterThan(6);
		expect(some).toHaveLength(3);
		expect([...idsOf(some), ...idsOf(others)].sort()).toEqual(ids.sort());
		expect(workflow.warnings).toEqual([
			expect.stringContaining(`the next poll looks for the ${ids.length - 3} users that are left`),
		]);
		expect(await workflow.poll()).toBeNull();

		workflow.restart(saved);
		expect((await workflow.events()).sort()).toEqual(others.sort());
	});

	it('gives its events the same IDs when n8n dies before it has saved them, and later ones others', async () => {
		sandbox = await startSandbox({ users: 50, suspendedShare: 0.3 });
		const workflow = await activate(sandbox);
		const { saved } = workflow;
		const [first] = suspended();
		reactivate(suspended());
		const idOf = (items: Awaited<ReturnType<typeof workflow.poll>>) =>
			items!.map(({ json }) => json as { event_id: string; user: { id: string } });

		sandbox.fault({ match: `get ${first!}`, ...HANG });
		const unsaved = idOf(await untilOutOfTime(sandbox, async () => await workflow.poll()));
		sandbox.clearFaults();
		workflow.restart(saved);
		const again = idOf(await workflow.poll());

		expect(unsaved.some(({ user }) => user.id === first)).toBe(false);
		expect(again).toHaveLength(unsaved.length + 1);
		for (const { user, event_id } of unsaved)
			expect(again.find((event) => event.user.id === user.id)?.event_id).toBe(event_id);
	});

	it('reports no one as removed without a 404, and everyone who is removed in the end', async () => {
		sandbox = await startSandbox({ users: 50, suspendedShare: 0.3 });
		const workflow = await activate(sandbox, { events: EVERYTHING });
		const ids = sandbox.users.slice(5, 15).map(({ id }) => id);
		for (const id of ids) sandbox.removeUser(id);

		const some = await pollWhileReadsHang(workflow, 4);
		const others = await workflow.events();

		expect(some).toHaveLength(4);
		expect([...some, ...others].sort()).toEqual(ids.map((id) => `user.removed ${id}`).sort());
	});

	it('reports who is newly suspended although it can confirm nothing about the others', async () => {
		sandbox = await startSandbox({ users: 50, suspendedShare: 0.3 });
		const workflow = await activate(sandbox);
		const ids = suspended();
		const someone = sandbox.users.find(({ id }) => !ids.includes(id))!;
		reactivate(ids);
		sandbox.changeUser(someone.id, { state: 'SUSPENDED' });

		expect(await pollWhileReadsHang(workflow, 0)).toEqual([`user.suspended ${someone.id}`]);
		expect(idsOf(await workflow.events()).sort()).toEqual(ids.sort());
	});

	it('keeps what it has confirmed also where that is no event', async () => {
		sandbox = await startSandbox({ users: 50, suspendedShare: 0.3 });
		const workflow = await activate(sandbox, { events: ['user.suspended'] });
		const [first, ...others] = suspended();
		reactivate([first!, ...others]);

		expect(await pollWhileReadsHang(workflow, others.length)).toEqual([]);
		sandbox.clearRequests();
		await workflow.poll();

		expect(sandbox.requests('get')).toHaveLength(1);
	});

	it('says so, and leaves everything as it was, when nothing is confirmed', async () => {
		sandbox = await startSandbox({ users: 50, suspendedShare: 0.3 });
		const workflow = await activate(sandbox);
		const { saved } = workflow;
		const [id] = suspended();
		reactivate([id!]);

		await expect(pollWhileReadsHang(workflow, 0)).rejects.toThrow(OUT_OF_TIME);

		expect(workflow.saved).toBe(saved);
		expect(await workflow.events()).toEqual([`user.reactivated ${id}`]);
	});

	it('takes no part of a listing for a baseline, and compares with none', async () => {
		sandbox = await startSandbox({ users: 50, suspendedShare: 0.3 });
		sandbox.paging({ longest: 2 });
		const workflow = new PolledWorkflow(sandbox);
		const outOfTime = async () => await untilOutOfTime(sandbox, async () => await workflow.poll());
		sandbox.fault({ match: 'list', ...HANG, skip: 1 });
		await expect(outOfTime()).rejects.toThrow(OUT_OF_TIME);
		expect(workflow.remembered).toEqual({});

		sandbox.clearFaults();
		expect(await workflow.poll()).toBeNull();
		const { saved } = workflow;
		sandbox.changeUser(sandbox.users[6]!.id, { state: 'SUSPENDED' });
		sandbox.fault({ match: 'list', ...HANG, skip: 1 });
		await expect(outOfTime()).rejects.toThrow(OUT_OF_TIME);
		expect(workflow.saved).toBe(saved);
	});

	it('looks at other users next time, where those it had time for give nothing to remember', async () => {
		sandbox = await startSandbox({ users: 50, suspendedShare: 0.3 });
		const workflow = await activate(sandbox);
		const [last, ...unclear] = suspended().reverse();
		for (const id of unclear) sandbox.changeUser(id, { state: 'STATE_UNSPECIFIED' });
		reactivate([last!]);

		let reported: string[] = [];
		for (let polls = 0; reported.length === 0 && polls < 60; polls++)
			reported = await pollWhileReadsHang(workflow, 2).catch(() => []);

		expect(reported).toEqual([`user.reactivated ${last}`]);
	}, 30_000);

	it.each([
		[45_000, "Give polls more time with n8n's N8N_SCHEDULER_POLL_TIMEOUT"],
		[300_000, 'n8n has no setting for this time.'],
	])('names the setting for the time, if n8n has one, with %i ms', async (budgetMs, advice) => {
		sandbox = await startSandbox({ users: 50, suspendedShare: 0.3 });
		const workflow = await activate(sandbox);
		workflow.budgetMs = budgetMs;
		const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort());

		const failure = await workflow.poll().catch((error: Error) => error);
		timeout.mockRestore();

		expect(failure).toMatchObject({ description: expect.stringContaining(advice) as string });
	});
});

describe('many users who are no longer suspended', () => {
	it('are looked up in the list of active users, 1000 with a request', async () => {
		sandbox = await startSandbox({ users: 2500, suspendedShare: 0.4, shapes });
		const ids = suspended();
		const workflow = await activate(sandbox);
		reactivate(ids);

		expect(idsOf(await workflow.events()).sort()).toEqual(ids.sort());
		expect(sandbox.requests('list').map(({ query }) => query.filter)).toEqual([
			'user.isSuspended()',
			...Array<string>(3).fill('user.isActive()'),
		]);
		expect(sandbox.requests('get')).toEqual([]);
	}, 30_000);

	it('are read one by one where too few of them are on a page', async () => {
		sandbox = await startSandbox({ users: 5000, suspendedShare: 0.02, shapes });
		const workflow = await activate(sandbox);
		const ids = suspended();
		reactivate(ids);

		expect(idsOf(await workflow.events()).sort()).toEqual(ids.sort());
		expect(sandbox.requests('list').map(({ query }) => query.filter)).toEqual([
			'user.isSuspended()',
			'user.isActive()',
		]);
		expect(sandbox.requests('get').length).toBeGreaterThan(50);
	}, 30_000);

	it('are removed only where a 404 says so: whoever is in neither list is read by ID', async () => {
		sandbox = await startSandbox({ users: 500, suspendedShare: 0.5 });
		const workflow = await activate(sandbox);
		const ids = suspended();
		const [removed, unclear, ...others] = ids;
		reactivate(others);
		sandbox.removeUser(removed!);
		sandbox.changeUser(unclear!, { state: 'STATE_UNSPECIFIED' });

		expect(idsOf(await workflow.events()).sort()).toEqual(others.sort());
		expect(
			sandbox
				.requests('get')
				.map(({ path }) => path.split('/').at(-1))
				.sort(),
		).toEqual([removed, unclear].sort());
		reactivate([unclear!]);
		expect(await workflow.events()).toEqual([`user.reactivated ${unclear}`]);
	}, 30_000);
});
