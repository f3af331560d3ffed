import { startSandbox, type Sandbox } from '../../strictSandbox.ts';
import { FROM_INPUT, named, reactivate, suspend } from '../n8n/parameters';
import { runNode } from '../n8n/runNode';
import { ANA, BEN, startAccount } from './steps';

let sandbox: Sandbox;
beforeEach(async () => (sandbox = await startAccount()));
afterEach(async () => await sandbox.close());

const CHANGES = [
	{ change: 'suspend', parameters: suspend('id', ANA.id), user: ANA, after: 'SUSPENDED' },
	{ change: 'reactivate', parameters: reactivate('id', BEN.id), user: BEN, after: 'ACTIVE' },
] as const;

describe.each(CHANGES)('$change', ({ change, parameters, user, after }) => {
	const before = user.state;
	const withOptions = (options: object) =>
		(change === 'suspend' ? suspend : reactivate)('id', user.id, { ...options });

	it('is not taken for done because the answer says so little as 200 with the wrong state', async () => {
		sandbox.fault({ match: change, status: 200, body: { ...user, state: before } });
		const { items, error } = await runNode(sandbox, { parameters });

		expect(error?.message).toBe(
			`1Password accepted the request to ${change} ${user.email} (${user.id}), but the state is still ${before}`,
		);
		expect(items).toEqual([]);
		expect(sandbox.requests(change)).toHaveLength(1);
	});

	it('is looked at again when the answer shows the state of before, and believed then', async () => {
		sandbox.fault({ match: change, actFirst: true, status: 200, body: { ...user, state: before } });
		const { items } = await runNode(sandbox, { parameters });

		expect(items[0]?.json).toMatchObject({ state: after, previous_state: before, changed: true });
		expect(sandbox.requests().map(({ operation }) => operation)).toEqual(['token', 'get', change, 'get']);
	});

	it.each([undefined, null, 'LOCKED', 'STATE_UNSPECIFIED'])(
		'is looked at again when the answer has the state %p',
		async (state) => {
			sandbox.fault({ match: change, actFirst: true, status: 200, body: { id: user.id, state } });
			const { items } = await runNode(sandbox, { parameters });

			expect(items[0]?.json).toMatchObject({ state: after, changed: true });
		},
	);

	it.each([
		['the look at the user is refused', { status: 200, body: {} }, 'get', 1, 403],
		['the look finds nobody', { status: 200, body: {} }, 'get', 1, 404],
		['the try after a lost answer is refused', { status: 504 }, change, 0, 403],
		['the try after a lost answer finds nobody', { status: 504 }, change, 0, 404],
	])('is never denied where it may have been made: %s', async (_, answer, match, skip, status) => {
		const body = { code: status === 404 ? 5 : 7, message: 'no', details: [] };
		for (const options of [{}, { onMissingUser: 'report' }]) {
			for (const onError of ['stopWorkflow', 'continueRegularOutput'] as const) {
				sandbox.clearFaults();
				sandbox.changeUser(user.id, { state: before });
				sandbox.fault({ match: change, actFirst: true, ...answer });
				sandbox.fault({ match, skip, status, body, times: Infinity });
				const { error, items } = await runNode(sandbox, { parameters: withOptions(options), onError });
				const told = JSON.stringify([error?.message, error?.description, items.map(({ json }) => json)]);

				expect(sandbox.user(user.id).state).toBe(after);
				expect(told).toContain('Not known, look in 1Password');
				expect(told).not.toMatch(/Nobody was|"found":false/);
			}
		}
	});

	it('is denied for certain where 1Password only asked to wait before it refused', async () => {
		sandbox.fault({ match: change, status: 429, headers: { 'retry-after': '0' } });
		sandbox.fault({ match: change, status: 403, body: { code: 7, message: 'no', details: [] } });
		const { error } = await runNode(sandbox, { parameters });
		const told = `${error?.message} ${error?.description}`;

		expect(told).toContain(`Nobody was ${change === 'suspend' ? 'suspended' : 'reactivated'} in this run.`);
		expect(told).not.toContain('Not known');
	});

	it('is sent once more at most when the token dies just then', async () => {
		sandbox.fault({ match: change, status: 401 });
		const { items } = await runNode(sandbox, { parameters });

		expect(items[0]?.json).toMatchObject({ state: after, changed: true });
		expect(sandbox.requests(change)).toHaveLength(2);
		expect(sandbox.requests('token')).toHaveLength(2);
	});

	it('of a user who is gone meanwhile is an error', async () => {
		sandbox.fault({ match: 'get', transform: (body) => (sandbox.removeUser(user.id), body) });
		const { error } = await runNode(sandbox, { parameters });

		expect(error?.message).toBe(`No user ${user.email} (${user.id}) in this account`);
	});
});

describe('one of many fails', () => {
	const FAULTS = [
		['403', { status: 403 }, "won't suspend"],
		['404', { status: 404 }, 'No user'],
		['a lasting 503', { status: 503, headers: { 'retry-after': '0' }, times: 4 }, 'is unavailable'],
		['a captive portal', { status: 200, body: '<html>Sign in</html>' }, 'the state is still ACTIVE'],
	] as const;

	it.each(FAULTS)('%s: the others are suspended, in order, each once', async (_, fault, message) => {
		await sandbox.close();
		sandbox = await startSandbox({ users: 8, suspendedShare: 0 });
		const ids = sandbox.users.slice(1, 7).map(({ id }) => id);
		sandbox.fault({ match: `suspend ${ids[2]}`, ...fault });
		const run = { parameters: suspend('id', FROM_INPUT), input: named(ids) };
		const { items } = await runNode(sandbox, { ...run, onError: 'continueRegularOutput' });

		expect(items.map(({ json }) => json.id)).toEqual(ids);
		expect(items.map(({ json }) => json.changed)).toEqual([true, true, undefined, true, true, true]);
		expect(items[2]?.json.error).toContain(message);
		for (const id of ids.filter((_id, item) => item !== 2))
			expect(sandbox.requests(`suspend ${id}`)).toHaveLength(1);
		expect(sandbox.user(ids[2]!).state).toBe('ACTIVE');
	});
});
