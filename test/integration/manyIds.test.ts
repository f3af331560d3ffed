import * as fc from 'fast-check';
import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import { FROM_INPUT, get, inModeOfInput, named, reactivate, suspend } from './n8n/parameters';
import { credentialFor, runNode, type NodeRun } from './n8n/runNode';

const USERS = 400;
const MANY = 150;
const UNKNOWN = 'NOBODYNOBODYNOBODYNOBODYNO';

let sandbox: Sandbox;
/** Without throttling in any shape: the tests count requests, which a 429 repeats. */
const shapes = { requestsPerSecond: 0 };
beforeAll(async () => (sandbox = await startSandbox({ users: USERS, suspendedShare: 0, shapes })));
afterAll(async () => await sandbox.close());
beforeEach(() => {
	for (const { id } of sandbox.users) sandbox.changeUser(id, { state: 'ACTIVE' });
	sandbox.clearFaults();
	sandbox.clearRequests();
});

const members = (count = MANY) => sandbox.users.slice(1, 1 + count).map(({ id }) => id);
const run = async (request: NodeRun) => {
	sandbox.clearRequests();
	return await runNode(sandbox, request);
};
const suspendAll = async (ids: string[], request: Partial<NodeRun> = {}, options = {}) =>
	await run({ parameters: suspend('id', FROM_INPUT, options), input: named(ids), ...request });

/** How often each call was made. */
const calls = () => ['list', 'get', 'suspend', 'reactivate'].map((call) => sandbox.requests(call).length);

describe('to suspend many by ID', () => {
	it('the list of the suspended users tells the previous states, without a read each', async () => {
		const ids = members();
		for (const id of ids.slice(10, 30)) sandbox.changeUser(id, { state: 'SUSPENDED' });
		const { items } = await suspendAll(ids);

		expect(calls()).toEqual([1, 0, MANY - 20, 0]);
		expect(sandbox.requests('list')[0]?.query.filter).toBe('user.isSuspended()');
		expect(items.map(({ json }) => [json.id, json.state, json.previous_state, json.changed])).toEqual(
			ids.map((id, item) =>
				item >= 10 && item < 30 ? [id, 'SUSPENDED', 'SUSPENDED', false] : [id, 'SUSPENDED', 'ACTIVE', true],
			),
		);
		expect(items[0]?.json.email).toBe(sandbox.user(ids[0]!).email);
	});

	it('a user who is named twice is suspended once', async () => {
		const ids = [...members(), ...members(1)];
		const { items } = await suspendAll(ids);

		expect(sandbox.requests('suspend')).toHaveLength(MANY);
		expect(items.at(-1)?.json).toMatchObject({ previous_state: 'SUSPENDED', changed: false });
	});

	it('an unknown ID stops the run, which says who was suspended before', async () => {
		const { error } = await suspendAll([...members(), UNKNOWN]);

		expect(error?.message).toBe(`No user ${UNKNOWN} in this account`);
		expect(error?.context?.itemIndex).toBe(MANY);
		expect(error?.description).toContain(
			`${MANY} of ${MANY + 1} users were suspended in this run before it stopped`,
		);
	});

	it('an unknown ID is the failure of its item where the node continues on error', async () => {
		const ids = [UNKNOWN, 'a/b', ...members()];
		const { items, errors } = await suspendAll(ids, { onError: 'continueErrorOutput' });

		expect(items).toHaveLength(MANY);
		expect(items.every(({ json }) => json.changed)).toBe(true);
		expect(errors.map(({ json }) => json.id)).toEqual([UNKNOWN, 'a/b']);
		expect(sandbox.requests('get')).toHaveLength(0);
	});

	it('an unknown ID is a result where it is to be reported, and stops nothing', async () => {
		const ids = [UNKNOWN, ...members()];
		const { items } = await suspendAll(ids, {}, { onMissingUser: 'report' });

		expect(items[0]?.json).toEqual({ found: false, id: UNKNOWN, changed: false });
		expect(items.slice(1).every(({ json }) => json.changed)).toBe(true);
		expect(sandbox.requests('get')).toHaveLength(0);
	});

	it('whoever is protected by ID is spared without a look at them', async () => {
		const [spared = '', ...others] = members();
		const credential = credentialFor(sandbox, { protectedUsers: spared.toLowerCase() });
		const { items, errors } = await suspendAll([spared, ...others], {
			credential,
			onError: 'continueErrorOutput',
		});

		expect(errors.map(({ json }) => json.id)).toEqual([spared]);
		expect(items).toHaveLength(others.length);
		expect(sandbox.user(spared).state).toBe('ACTIVE');
		expect(sandbox.requests('get')).toHaveLength(0);
	});
});

describe('where more than the state matters, the users themselves are looked at', () => {
	const usersWereRead = () => {
		const whole = sandbox.requests('list').filter(({ query }) => query.filter === undefined);
		return whole.length + sandbox.requests('get').length > 0;
	};

	it('for a pattern on emails', async () => {
		const spared = members()[40]!;
		const credential = credentialFor(sandbox, { protectedUsers: sandbox.user(spared).email });
		const { errors } = await suspendAll(members(), { credential, onError: 'continueErrorOutput' });

		expect(errors.map(({ json }) => json.id)).toEqual([spared]);
		expect(sandbox.user(spared).state).toBe('ACTIVE');
	});

	it('for Max Changes, which counts nobody who does not exist', async () => {
		const options = { maxChanges: MANY, onMissingUser: 'report' };
		const { items } = await suspendAll([UNKNOWN, ...members()], {}, options);

		expect(items.filter(({ json }) => json.changed)).toHaveLength(MANY);
		expect(usersWereRead()).toBe(true);
	});

	it('for a dry run, which tells who it is', async () => {
		const { items } = await suspendAll(members(), {}, { dryRun: true });

		expect(items[0]?.json).toMatchObject({
			email: sandbox.users[1]!.email,
			previous_state: 'ACTIVE',
			dry_run: true,
		});
		expect(sandbox.requests('suspend')).toHaveLength(0);
	});

	it('when a suspended user has no ID in the list', async () => {
		const [suspended] = members();
		sandbox.changeUser(suspended!, { state: 'SUSPENDED' });
		const transform = () => ({ results: [{ email: 'somebody@example.com', state: 'SUSPENDED' }] });
		sandbox.fault({ match: 'list', transform });
		const { items } = await suspendAll(members());

		expect(items[0]?.json).toMatchObject({ previous_state: 'SUSPENDED', changed: false });
		expect(usersWereRead()).toBe(true);
	});

	it('for an email among them', async () => {
		const [{ email } = {}, ...others] = sandbox.users.slice(1, 1 + MANY);
		const input = [{ mode: 'email', user: email }, ...others.map(({ id }) => ({ mode: 'id', user: id }))];
		const parameters = inModeOfInput(suspend('id', FROM_INPUT));
		const { items } = await run({ parameters, input });

		expect(items[0]?.json).toMatchObject({ email, changed: true });
		expect(items).toHaveLength(MANY);
	});

	it('for Max Suspended Users, for which an ID of nobody does not count', async () => {
		const credential = credentialFor(sandbox, { maxSuspended: MANY });
		const ids = [UNKNOWN, ...members()];
		const { items } = await suspendAll(ids, { credential }, { onMissingUser: 'report' });

		expect(items.filter(({ json }) => json.changed)).toHaveLength(MANY);
	});

	it('where one item of many is a dry run', async () => {
		const input = members().map((user, item) => ({ user, dryRun: item === 7 }));
		const parameters = suspend('id', FROM_INPUT, { dryRun: '={{ $json.dryRun }}' });
		const { items } = await run({ parameters, input });

		expect(items[7]?.json).toMatchObject({ email: sandbox.users[8]!.email, dry_run: true });
		expect(sandbox.user(members()[7]!).state).toBe('ACTIVE');
		expect(sandbox.requests('suspend')).toHaveLength(MANY - 1);
	});

	it('when two IDs differ in nothing but their case', async () => {
		const ids = [...members(), members()[0]!.toLowerCase()];
		sandbox.changeUser(ids[0]!, { state: 'SUSPENDED' });
		const { items } = await suspendAll(ids, { onError: 'continueRegularOutput' });

		expect(items[0]?.json).toMatchObject({ previous_state: 'SUSPENDED', changed: false });
		expect(usersWereRead()).toBe(true);
	});

	it('when an ID is written in another case than in the list', async () => {
		const [suspended] = members();
		sandbox.changeUser(suspended!, { state: 'SUSPENDED' });
		const ids = [suspended!.toLowerCase(), ...members().slice(1)];
		await suspendAll(ids, { onError: 'continueErrorOutput' });

		expect(usersWereRead()).toBe(true);
	});

	it('when the list is longer than the reads that it spares', async () => {
		for (const { id } of sandbox.users.slice(200)) sandbox.changeUser(id, { state: 'SUSPENDED' });
		sandbox.paging({ longest: 20 });
		const { items } = await suspendAll(members());
		sandbox.paging();

		expect(items.every(({ json }) => json.changed)).toBe(true);
		expect(sandbox.requests('isSuspended').length + sandbox.requests('list').length).toBeLessThan(20);
		expect(usersWereRead()).toBe(true);
	});

	it('when the application may not list', async () => {
		sandbox.setScopes(['users.get', 'users.suspend']);
		const { items } = await suspendAll(members());
		sandbox.setScopes(['users.get', 'users.list', 'users.suspend', 'users.reactivate']);

		expect(items.every(({ json }) => json.previous_state === 'ACTIVE' && json.changed)).toBe(true);
		expect(sandbox.requests('get')).toHaveLength(MANY);
	});
});

it('where the list of the suspended users fails, so does every item that it was for, and nobody is read instead', async () => {
	sandbox.fault({ match: 'list', status: 400, times: Infinity });
	const { items, errors } = await suspendAll(['a/b', ...members()], { onError: 'continueErrorOutput' });
	const [unusable, ...others] = errors.map(({ json }) => json.reason);

	expect(items).toEqual([]);
	expect(unusable).toBe('invalid_input');
	expect(others).toEqual(members().map(() => 'refused'));
	expect(calls().slice(1)).toEqual([0, 0, 0]);
});

it('many are reactivated after one look at who is suspended', async () => {
	for (const id of members()) sandbox.changeUser(id, { state: 'SUSPENDED' });
	const { items } = await run({ parameters: reactivate('id', FROM_INPUT), input: named(members()) });

	expect(items.every(({ json }) => json.previous_state === 'SUSPENDED' && json.changed)).toBe(true);
	expect(calls()).toEqual([1, 0, 0, MANY]);
	expect(sandbox.requests('list')[0]?.query.filter).toBe('user.isSuspended()');
});

describe('to get many by ID', () => {
	const getAll = async (ids: string[]) =>
		await run({ parameters: get('id', FROM_INPUT), input: named(ids), onError: 'continueErrorOutput' });
	/** Pages of 40 make a small account a long listing. */
	beforeEach(() => sandbox.paging({ longest: 40 }));
	afterEach(() => sandbox.paging());

	it('reads and a listing go on at the same time, and meet', async () => {
		const ids = [...sandbox.users.map(({ id }) => id), UNKNOWN];
		const { items, errors } = await getAll(ids);
		const [lists = 0, reads = 0] = calls();

		expect(items.map(({ json }) => json.id)).toEqual(ids.slice(0, -1));
		expect(errors.map(({ json }) => json.id)).toEqual([UNKNOWN]);
		expect(lists).toBeGreaterThan(1);
		expect(lists).toBeLessThan(USERS / 40);
		expect(reads).toBeLessThan(USERS);
		expect(sandbox.maxConcurrent()).toBeLessThanOrEqual(32);
	});

	it('a listing that spares too few reads ends after its first page', async () => {
		await getAll(sandbox.users.slice(-100).map(({ id }) => id));

		expect(calls()).toEqual([1, 100, 0, 0]);
	});

	it('a listing that fails for the email of another item fails all that are open', async () => {
		const input = [
			{ mode: 'email', user: 'nobody@example.com' },
			{ mode: 'id', user: members(1)[0] },
		];
		const parameters = inModeOfInput(get('id', FROM_INPUT));
		sandbox.fault({ match: 'list', status: 400 });
		const { items } = await run({
			parameters,
			input,
			onError: 'continueRegularOutput',
		});

		expect(items.map(({ json }) => json.reason)).toEqual(['refused', 'refused']);
		expect(sandbox.requests('get')).toHaveLength(0);
	});
});

it('there are more requests at once as long as 1Password takes them', async () => {
	// Of its own: what other runs have found is shared.
	const { clientId, clientSecret } = sandbox.addApplication();
	const credential = credentialFor(sandbox, { clientId, clientSecret });
	sandbox.latency(400);
	const { items } = await suspendAll(members(160), { credential });
	sandbox.latency(0);

	expect(items.every(({ json }) => json.changed)).toBe(true);
	expect(sandbox.maxConcurrent()).toBeGreaterThan(32);
	expect(sandbox.maxConcurrent()).toBeLessThanOrEqual(128);
});

it('says of each of many users what becomes of them (property)', async () => {
	const place = fc.nat(USERS - 2);
	const scenes = fc.record({
		asked: fc.uniqueArray(place, { minLength: 101, maxLength: 160 }),
		suspended: fc.uniqueArray(place, { maxLength: 200 }),
		spared: fc.uniqueArray(place, { maxLength: 3 }),
		unknown: fc.boolean(),
	});
	const idAt = (index: number) => sandbox.users[index + 1]!.id;
	const property = fc.asyncProperty(scenes, async ({ asked, suspended, spared, unknown }) => {
		for (const { id } of sandbox.users.slice(1)) sandbox.changeUser(id, { state: 'ACTIVE' });
		for (const index of suspended) sandbox.changeUser(idAt(index), { state: 'SUSPENDED' });
		const ids = [...asked.map(idAt), ...(unknown ? [UNKNOWN] : [])];
		const credential = credentialFor(sandbox, { protectedUsers: spared.map(idAt).join(',') });
		const { items } = await suspendAll(ids, { credential, onError: 'continueRegularOutput' });

		const expected = asked.map((index) => {
			const wasSuspended = suspended.includes(index);
			if (spared.includes(index) && !wasSuspended) return [idAt(index), undefined, undefined];
			return [idAt(index), wasSuspended ? 'SUSPENDED' : 'ACTIVE', !wasSuspended];
		});
		if (unknown) expected.push([UNKNOWN, undefined, undefined]);
		expect(items.map(({ json }) => [json.id, json.previous_state, json.changed])).toEqual(expected);
		const change = asked.filter((index) => !spared.includes(index) && !suspended.includes(index)).length;
		expect(calls()).toEqual([1, 0, change + Number(unknown), 0]);
	});
	await fc.assert(property, { numRuns: 20 });
}, 60_000);
