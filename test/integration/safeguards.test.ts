import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import { FROM_INPUT, get, getMany, named, reactivate, suspend } from './n8n/parameters';
import { credentialFor, runNode } from './n8n/runNode';
import { testCredential } from './n8n/testCredential';

let sandbox: Sandbox;
beforeEach(async () => (sandbox = await startSandbox({ users: 60, suspendedShare: 0 })));
afterEach(async () => await sandbox.close());

const stateOf = (id: string) => sandbox.user(id).state;
const members = (count: number) => sandbox.users.slice(4, 4 + count);
const countSuspended = () => sandbox.users.filter(({ state }) => state === 'SUSPENDED').length;

describe('a safeguard whose expression gives nothing', () => {
	const fields = ['readOnly', 'protectedUsers', 'maxSuspended'];
	const nothing = fields.flatMap((field) => [undefined, null, [], {}].map((value) => ({ field, value })));

	it.each(nothing)('$field = $value: nobody is suspended or reactivated', async ({ field, value }) => {
		const [active, suspended] = members(2);
		sandbox.changeUser(suspended!.id, { state: 'SUSPENDED' });
		for (const parameters of [suspend('id', active!.id), reactivate('id', suspended!.id)]) {
			const credential = credentialFor(sandbox, { [field]: value as string });
			const { error } = await runNode(sandbox, { parameters, credential });

			expect(error?.message).toMatch(/credential's (Read Only|Protected Users|Max Suspended Users) is n/);
		}
		expect(sandbox.requests()).toEqual([]);
	});

	it.each(fields)('%s: the test of the credential says so', async (field) => {
		const told = await testCredential(credentialFor(sandbox, { [field]: undefined }));

		expect(told).toContain('heck the expression in this field');
	});
});

it('an entry that protects nobody stops everything, and is quoted', async () => {
	const credential = credentialFor(sandbox, { protectedUsers: 'Ana <ana@example.com>' });
	const { error } = await runNode(sandbox, { parameters: suspend('id', members(1)[0]!.id), credential });

	expect(error?.message).toContain('"Ana <ana@example.com>"');
	expect(sandbox.requests()).toEqual([]);
});

it('a protected user who is suspended already is reported unchanged, and stops nobody', async () => {
	const [first, second] = members(2);
	sandbox.changeUser(first!.id, { state: 'SUSPENDED' });
	const credential = credentialFor(sandbox, { protectedUsers: first!.email });
	const input = named([first!.id, second!.id]);
	const { items } = await runNode(sandbox, { parameters: suspend('id', FROM_INPUT), input, credential });

	expect(items.map(({ json }) => [json.state, json.changed])).toEqual([
		['SUSPENDED', false],
		['SUSPENDED', true],
	]);
});

describe('Max Changes of an item', () => {
	const users = () => members(4).map(({ id }) => id);
	const onError = 'continueRegularOutput' as const;

	it.each([
		['names nobody', { user: '', onMissingUser: 'error' }],
		['names nobody who could exist', { user: 'not an ID', onMissingUser: 'error' }],
		['has another option that cannot be right', { user: 'NOBODY', onMissingUser: 'perhaps' }],
	])('counts although the item %s', async (_, failing) => {
		const input = [
			{ ...failing, limit: 1 },
			...users().map((user) => ({ user, onMissingUser: 'error', limit: 10 })),
		];
		const options = { maxChanges: '={{ $json.limit }}', onMissingUser: '={{ $json.onMissingUser }}' };
		const parameters = suspend('id', FROM_INPUT, options);
		const { items } = await runNode(sandbox, { parameters, input, onError });

		expect(items.map(({ json }) => json.reason)).toEqual([
			'invalid_input',
			...Array<string>(4).fill('max_changes'),
		]);
		expect(countSuspended()).toBe(0);
	});

	it.each([0, 2])(
		'that cannot be read stops every change: nobody can tell what it was meant to be (%d)',
		async (unreadable) => {
			const input = users().map((user, item) => ({ user, ...(item !== unreadable && { limit: 10 }) }));
			const parameters = suspend('id', FROM_INPUT, { maxChanges: '={{ $json.limit }}' });
			const { items } = await runNode(sandbox, { parameters, input, onError });

			expect(items.map(({ json }) => json.reason)).toEqual(
				users().map((_, item) => (item === unreadable ? 'invalid_input' : 'not_attempted')),
			);
			expect(items[3]?.json.error).toBe(
				`The user was not suspended, because Max Changes of item ${unreadable} can't be read`,
			);
			expect(countSuspended()).toBe(0);
		},
	);
});

describe('a filter that was added', () => {
	it.each(['emailDomain', 'search', 'createdAfter', 'createdBefore', 'state'])(
		'does not list everyone when it is blank: %s',
		async (filter) => {
			for (const value of ['', '={{ $json.missing }}', "={{ '' }}", '={{ null }}', '  ']) {
				const parameters = getMany({ returnAll: true, filters: { [filter]: value } });
				const { items, error } = await runNode(sandbox, { parameters });

				expect(items).toEqual([]);
				expect(error?.message).toMatch(/^(Email Domain|Search|Created After|Created Before|State) is /);
			}
			expect(sandbox.requests()).toEqual([]);
		},
	);

	it.each([
		'ana@x.org',
		'*.example.com',
		'https://example.com',
		'example.com, example.org',
		'example.com.',
		'@',
	])('is no domain: %j', async (emailDomain) => {
		const { error } = await runNode(sandbox, { parameters: getMany({ filters: { emailDomain } }) });

		expect(error?.message).toBe(`Email Domain is "${emailDomain}"`);
	});
});

describe('Max Suspended Users', () => {
	const ceilingOf = (maxSuspended: number) => credentialFor(sandbox, { maxSuspended });

	it('lets in as many as it says, counted in 1Password, and nobody when it would be more', async () => {
		for (const { id } of members(3)) sandbox.changeUser(id, { state: 'SUSPENDED' });
		const input = named(sandbox.users.slice(10, 13).map(({ id }) => id));
		const run = async (maxSuspended: number) =>
			await runNode(sandbox, {
				parameters: suspend('id', FROM_INPUT),
				input,
				credential: ceilingOf(maxSuspended),
			});

		expect((await run(5)).error?.message).toBe(
			'6 users of this account would be suspended, more than Max Suspended Users allows (5). Nobody was suspended in this run',
		);
		expect(sandbox.requests('suspend')).toEqual([]);
		expect((await run(6)).items.map(({ json }) => json.changed)).toEqual([true, true, true]);
	});

	it('stops fifty single alerts exactly where it says', async () => {
		for (const { id } of members(3)) sandbox.changeUser(id, { state: 'SUSPENDED' });
		const credential = ceilingOf(13);
		const alerts = sandbox.users.slice(8, 58);
		const runs = await Promise.all(
			alerts.map(
				async ({ email }) => await runNode(sandbox, { parameters: suspend('email', email), credential }),
			),
		);

		expect(runs.filter(({ items }) => items[0]?.json.changed === true)).toHaveLength(10);
		const refused = runs.filter(({ error }) => error?.message.includes('Max Suspended Users allows (13)'));
		expect(refused).toHaveLength(40);
		expect(countSuspended()).toBe(13);
	});

	it('holds for two credentials of the same account, and each has its own', async () => {
		const alerts = members(20);
		const credentials = [ceilingOf(4), ceilingOf(4)];
		await Promise.all(
			alerts.map(
				async ({ id }, alert) =>
					await runNode(sandbox, { parameters: suspend('id', id), credential: credentials[alert % 2] }),
			),
		);

		expect(countSuspended()).toBe(4);
	});

	it('does not count a user twice whom another run suspended meanwhile', async () => {
		const [user] = members(1);
		const credential = ceilingOf(1);
		const runs = await Promise.all(
			[1, 2, 3].map(async () => await runNode(sandbox, { parameters: suspend('id', user!.id), credential })),
		);

		expect(runs.map(({ items }) => items[0]?.json.changed).sort()).toEqual([false, false, true]);
		expect(sandbox.requests('suspend')).toHaveLength(1);
	});

	it('holds for a dry run, which says what would happen', async () => {
		const input = named(members(3).map(({ id }) => id));
		const parameters = suspend('id', FROM_INPUT, { dryRun: true });
		const { error } = await runNode(sandbox, { parameters, input, credential: ceilingOf(2) });

		expect(error?.message).toContain('more than Max Suspended Users allows (2)');
	});

	it('comes after Protected Users and before Max Changes', async () => {
		const [spared, ...others] = members(4);
		const credential = credentialFor(sandbox, { maxSuspended: 2, protectedUsers: spared!.id });
		const input = named([spared!.id, ...others.map(({ id }) => id)]);
		const { items } = await runNode(sandbox, {
			parameters: suspend('id', FROM_INPUT, { maxChanges: 1 }),
			input,
			credential,
			onError: 'continueRegularOutput',
		});

		expect(items.map(({ json }) => json.reason)).toEqual([
			'protected',
			'max_suspended',
			'max_suspended',
			'max_suspended',
		]);
	});

	it('suspends nobody where the list of suspended users cannot be read', async () => {
		sandbox.setScopes(['users.get', 'users.suspend']);
		const { error } = await runNode(sandbox, {
			parameters: suspend('id', members(1)[0]!.id),
			credential: ceilingOf(10),
		});

		expect(error?.message).toContain('"List users"');
		expect(countSuspended()).toBe(0);
	});

	it('costs nothing where it is not set, for reactivate, and where nobody would change', async () => {
		const [active, suspended] = members(2);
		sandbox.changeUser(suspended!.id, { state: 'SUSPENDED' });
		const lists = async (parameters: ReturnType<typeof suspend>, maxSuspended: number) => {
			sandbox.clearRequests();
			await runNode(sandbox, { parameters, credential: ceilingOf(maxSuspended) });
			return sandbox.requests('list').length;
		};

		expect(await lists(suspend('id', active!.id), 0)).toBe(0);
		expect(await lists(suspend('id', suspended!.id), 1)).toBe(0);
		expect(await lists(reactivate('id', suspended!.id), 1)).toBe(0);
		expect(await lists(get('id', active!.id), 1)).toBe(0);
	});

	it.each([undefined, 'suspended', 'STATE_SUSPENDED', 'STATE_UNSPECIFIED'])(
		'counts whoever the list holds, also with the state %p',
		async (state) => {
			for (const { id } of members(10)) sandbox.changeUser(id, { state: 'SUSPENDED' });
			const transform = (body: unknown) => {
				const { results = [] } = body as { results?: object[] };
				return { results: results.map((user) => ({ ...user, state })) };
			};
			sandbox.fault({ match: 'list', times: Infinity, transform });
			const { error } = await runNode(sandbox, {
				parameters: suspend('id', sandbox.users[20]!.id),
				credential: ceilingOf(10),
			});

			expect(error?.message).toContain('more than Max Suspended Users allows (10)');
			expect(countSuspended()).toBe(10);
		},
	);

	it('takes nobody for suspended of whom the list does not say so', async () => {
		const [user] = members(1);
		const body = {
			results: [
				{ ...user, state: undefined },
				{ email: 'ana@example.com', state: 'SUSPENDED' },
			],
		};
		sandbox.fault({ match: 'list', status: 200, body });
		const { items } = await runNode(sandbox, {
			parameters: suspend('id', user!.id),
			credential: ceilingOf(10),
		});

		expect(items[0]?.json).toMatchObject({ state: 'SUSPENDED', changed: true });
	});

	it('is not passed by a list whose page token has another name', async () => {
		for (const { id } of members(5)) sandbox.changeUser(id, { state: 'SUSPENDED' });
		const transform = (body: unknown) => {
			const { results = [] } = body as { results?: object[] };
			return { results: results.slice(0, 1), nextPageToken: 'abc' };
		};
		sandbox.fault({ match: 'list', times: Infinity, transform });
		const { error } = await runNode(sandbox, {
			parameters: suspend('id', sandbox.users[20]!.id),
			credential: ceilingOf(3),
		});

		expect(error?.message).toContain('cannot be trusted');
	});

	it('has one turn for an account, however its host is spelled', async () => {
		const credentials = ['127.0.0.1', 'localhost'].map((host) =>
			credentialFor(sandbox, { maxSuspended: 5, baseUrl: sandbox.url.replace('127.0.0.1', host) }),
		);
		sandbox.latency(25);
		await Promise.all(
			members(20).map(
				async ({ id }, alert) =>
					await runNode(sandbox, { parameters: suspend('id', id), credential: credentials[alert % 2] }),
			),
		);

		expect(countSuspended()).toBe(5);
	});

	it.each<Record<string, string | number | boolean>>([
		{ readOnly: true },
		{ protectedUsers: '*' },
		{ maxSuspended: 2 },
	])('lets nobody through who waits while an administrator sets %j', async (edit) => {
		const credential = ceilingOf(50);
		sandbox.latency(20);
		const runs = members(30).map(
			async ({ id }) => await runNode(sandbox, { parameters: suspend('id', id), credential }),
		);
		while (countSuspended() < 2) await new Promise((resolve) => setTimeout(resolve, 1));
		credential.edit(edit);
		const told = await Promise.all(runs);

		// The one whose turn it was may still get through.
		expect(countSuspended()).toBeLessThanOrEqual(3);
		expect(told.some(({ error }) => error?.message.includes('was changed while this run was'))).toBe(true);
	});

	it('leaves nothing locked when a run dies or fails in its turn', async () => {
		const [first, second] = members(2);
		const credential = ceilingOf(5);
		sandbox.fault({ match: 'suspend', status: 403 });
		const failed = await runNode(sandbox, { parameters: suspend('id', first!.id), credential });
		const { items } = await runNode(sandbox, { parameters: suspend('id', second!.id), credential });

		expect(failed.error).toBeDefined();
		expect(items[0]?.json.changed).toBe(true);
	});
});

describe('what 1Password says of a user', () => {
	it('does not overwrite what the node says of its change', async () => {
		const [user] = members(1);
		const odd = { changed: false, dry_run: true, previous_state: 'X', found: false };
		sandbox.fault({
			match: 'suspend',
			transform: (body) => ({ ...(body as object), ...odd }),
		});
		const { items, run } = await runNode(sandbox, { parameters: suspend('id', user!.id) });

		expect(items[0]?.json).toMatchObject({ changed: true, dry_run: false, previous_state: 'ACTIVE' });
		expect(run.data.resultData.runData['1Password Users']?.[0]?.hints?.[0]?.message).toBe('1 suspended.');
	});

	it('is not known where the answer is lost, and an item that continues says so, too', async () => {
		const [user] = members(1);
		sandbox.fault({ match: 'suspend', status: 503, actFirst: true, times: Infinity });
		const { items } = await runNode(sandbox, {
			parameters: suspend('id', user!.id),
			onError: 'continueRegularOutput',
		});

		expect(items[0]?.json.error).toContain(
			`Not known, look in 1Password whether they were suspended all the same: ${user!.email} (${user!.id}).`,
		);
	});
});

describe('with more IDs than are read at once', () => {
	it.each([
		['a missing permission', 403, { code: 7, message: 'missing scope users.get' }, '"Get user"'],
		[
			'a request that is not understood',
			400,
			{ code: 3, message: 'invalid' },
			'did not understand the request',
		],
	])('%s is told, not that another item failed before', async (_, status, body, message) => {
		sandbox.fault({ match: 'get', status, body, times: Infinity });
		const input = named(sandbox.users.slice(1, 50).map(({ id }) => id));
		const { error } = await runNode(sandbox, { parameters: suspend('id', FROM_INPUT), input });

		expect(error?.message).toContain(message);
		expect(error?.description).toMatch(/Nobody was suspended in this run\.$/);
		expect(error?.message).toContain(input[error?.context?.itemIndex as number]!.user as string);
	});
});

it('says that nobody was suspended when the run stops before anything was changed', async () => {
	const input = named([members(1)[0]!.email, 'nobody@example.com']);
	const { error } = await runNode(sandbox, { parameters: suspend('email', FROM_INPUT), input });

	expect(error?.description).toMatch(/Nobody was suspended in this run\.$/);
	expect(stateOf(members(1)[0]!.id)).toBe('ACTIVE');
});
