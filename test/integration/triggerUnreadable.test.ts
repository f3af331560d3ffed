import { startSandbox, type Fault, type Sandbox } from '../strictSandbox.ts';
import { activate } from './n8n/pollNode';

const EVERYTHING = ['user.added', 'user.removed', 'user.suspended', 'user.reactivated'];
const FORBIDDEN = { status: 403, times: Infinity };
const WONT_SHOW = /^1Password won't show /;

let sandbox: Sandbox;
beforeEach(async () => (sandbox = await startSandbox({ users: 200, suspendedShare: 0.3 })));
afterEach(async () => await sandbox.close());

const inState = (state: string) => sandbox.users.filter((user) => user.state === state).map(({ id }) => id);
const suspend = (id: string) => sandbox.changeUser(id, { state: 'SUSPENDED' });
const reactivate = (ids: string[]) => ids.forEach((id) => sandbox.changeUser(id, { state: 'ACTIVE' }));
const reactivated = (ids: string[]) => ids.map((id) => `user.reactivated ${id}`).sort();
const failToRead = (id: string, fault: Fault = FORBIDDEN) => sandbox.fault({ match: `get ${id}`, ...fault });

describe('someone who cannot be read', () => {
	it('does not hold up what happens to others, and is reported once they can be', async () => {
		const workflow = await activate(sandbox);
		const [unreadable, other] = inState('SUSPENDED');
		const someone = inState('ACTIVE')[5]!;
		reactivate([unreadable!, other!]);
		suspend(someone);
		failToRead(unreadable!);

		expect(await workflow.events()).toEqual([`user.suspended ${someone}`, `user.reactivated ${other}`]);
		expect(workflow.warnings).toEqual([
			expect.stringMatching(new RegExp(`1Password won't show ${unreadable}.* those who are left \\(1\\)`)),
		]);
		const { saved } = workflow;
		await expect(workflow.poll()).rejects.toThrow(WONT_SHOW);
		expect(workflow.saved).toBe(saved);
		sandbox.clearFaults();
		expect(await workflow.events()).toEqual(reactivated([unreadable!]));
		expect(await workflow.poll()).toBeNull();
	});

	it('is remembered as before also where n8n starts anew, and is not taken for removed', async () => {
		const workflow = await activate(sandbox, { events: EVERYTHING });
		const [unreadable, other] = inState('ACTIVE').slice(5);
		sandbox.removeUser(unreadable!);
		sandbox.removeUser(other!);
		failToRead(unreadable!);

		expect(await workflow.events()).toEqual([`user.removed ${other}`]);
		workflow.restart();
		sandbox.clearFaults();

		expect(await workflow.events()).toEqual([`user.removed ${unreadable}`]);
	});

	it('does not change the event IDs of others', async () => {
		const workflow = await activate(sandbox, { events: EVERYTHING });
		const { saved } = workflow;
		const [unreadable, other] = inState('ACTIVE').slice(5);
		sandbox.removeUser(unreadable!);
		sandbox.removeUser(other!);
		failToRead(unreadable!);

		const [unsaved] = (await workflow.poll())!;
		sandbox.clearFaults();
		workflow.restart(saved);
		const again = (await workflow.poll())!;

		expect(again).toHaveLength(2);
		expect(again.map(({ json }) => json.event_id)).toContain(unsaved!.json.event_id);
	});

	it('fails the poll where what is confirmed of others is no event', async () => {
		const workflow = await activate(sandbox);
		const { saved } = workflow;
		const [unreadable, removed] = inState('SUSPENDED');
		reactivate([unreadable!]);
		sandbox.removeUser(removed!);
		failToRead(unreadable!);

		await expect(workflow.poll()).rejects.toThrow(WONT_SHOW);
		expect(workflow.saved).toBe(saved);
		expect(workflow.warnings).toEqual([]);
	});
});

describe('many who cannot be read', () => {
	/** Too few for a list of active users, and more than are read at once. */
	const goneMany = () => inState('SUSPENDED').slice(0, 45);

	it('hold up nobody else as long as they are four', async () => {
		const workflow = await activate(sandbox);
		const [first, second, third, fourth, ...others] = goneMany();
		reactivate([first!, second!, third!, fourth!, ...others]);
		for (const id of [first!, second!, third!, fourth!]) failToRead(id);

		expect((await workflow.events()).sort()).toEqual(reactivated(others));
	});

	it('end the poll with the fifth: no further read begins', async () => {
		const workflow = await activate(sandbox);
		reactivate(goneMany());
		sandbox.fault({ match: 'get', ...FORBIDDEN });

		await expect(workflow.poll()).rejects.toThrow(WONT_SHOW);
		expect(sandbox.requests('get').length).toBeLessThan(45);
	});

	it('end the poll although other reads get no answer', async () => {
		const workflow = await activate(sandbox);
		reactivate(goneMany());
		sandbox.fault({ match: 'get', ...FORBIDDEN, times: 5 });
		sandbox.fault({ match: 'get', kind: 'hang', times: Infinity });

		await expect(workflow.poll()).rejects.toThrow(WONT_SHOW);
	});

	it('leave what was confirmed before: it is reported, and the others later', async () => {
		const workflow = await activate(sandbox);
		const ids = goneMany();
		reactivate(ids);
		sandbox.fault({ match: 'get', skip: 3, delayMs: 200, ...FORBIDDEN });

		const some = await workflow.events();
		sandbox.clearFaults();
		const others = await workflow.events();

		expect(some).toHaveLength(3);
		expect([...some, ...others].sort()).toEqual(reactivated(ids));
	});
});

describe('a list of active users that is broken', () => {
	const breakSecondList = () =>
		sandbox.fault({ match: 'list', skip: 1, times: Infinity, transform: () => ({ results: [] }) });

	it('holds up nobody: everyone is read by ID', async () => {
		const workflow = await activate(sandbox);
		const ids = inState('SUSPENDED');
		reactivate(ids);
		breakSecondList();

		expect((await workflow.events()).sort()).toEqual(reactivated(ids));
		expect(ids.length).toBeGreaterThan(50);
	});

	it('is no failure of the poll once they are', async () => {
		const workflow = await activate(sandbox, { events: ['user.suspended'] });
		reactivate(inState('SUSPENDED'));
		breakSecondList();

		expect(await workflow.poll()).toBeNull();
		sandbox.clearRequests();
		expect(await workflow.poll()).toBeNull();
		expect(sandbox.requests('get')).toEqual([]);
	});

	it('is what the poll fails of where nobody can be read either', async () => {
		const workflow = await activate(sandbox);
		reactivate(inState('SUSPENDED'));
		breakSecondList();
		sandbox.fault({ match: 'get', ...FORBIDDEN });

		await expect(workflow.poll()).rejects.toThrow('the account has no users at all');
	});
});
