import fc from 'fast-check';
import { startSandbox, type Sandbox, type SandboxUser } from '../../../sandbox/server.ts';
import { allPages, caller, rpc, type UserList } from './client.ts';

let sandbox: Sandbox;
afterEach(() => sandbox.close());

const ids = (users: readonly SandboxUser[]) => users.map(({ id }) => id);
const idsOf = (pages: UserList[]) => pages.flatMap(({ results }) => ids(results));

describe.each(['v1', 'v1beta1'] as const)('listing users in %s', (version) => {
	it('sends 25 users and a token for more, with the documented fields only', async () => {
		sandbox = await startSandbox({ users: 26 });
		const call = await caller(sandbox, version);
		const { json } = await call('');
		const { results, next_page_token } = json as UserList;

		expect(ids(results)).toEqual(ids(sandbox.users.slice(0, 25)));
		expect(next_page_token).toMatch(/^[\w-]{20,}$/);
		expect(results[0]).toEqual({
			id: sandbox.users[0]?.id,
			email: sandbox.users[0]?.email,
			display_name: sandbox.users[0]?.display_name,
			state: 'ACTIVE',
			create_time: sandbox.users[0]?.create_time,
			path: `accounts/${sandbox.accountId}/users/${sandbox.users[0]?.id}`,
		});
	});

	it('sends no token with the last page, also when it is full', async () => {
		sandbox = await startSandbox({ users: 4 });
		const call = await caller(sandbox, version);
		const pages = await allPages(call, 'max_page_size=2');

		expect(pages.map(({ results }) => results.length)).toEqual([2, 2]);
		expect(pages.at(-1)).not.toHaveProperty('next_page_token');
	});
});

it('lists every user once and in order, whatever the page size (property)', async () => {
	sandbox = await startSandbox({ users: 120, suspendedShare: 0.3 });
	const call = await caller(sandbox);
	const filters = fc.constantFrom(
		{ filter: '', state: undefined },
		{ filter: 'filter=user.isActive()&', state: 'ACTIVE' },
		{ filter: 'filter=user.isSuspended()&', state: 'SUSPENDED' },
	);
	await fc.assert(
		fc.asyncProperty(filters, fc.integer({ min: 1, max: 130 }), async ({ filter, state }, size) => {
			const pages = await allPages(call, `${filter}max_page_size=${size}`);

			expect(idsOf(pages)).toEqual(ids(sandbox.users.filter((user) => !state || user.state === state)));
			expect(pages.slice(0, -1).every(({ results }) => results.length === size)).toBe(true);
		}),
		{ numRuns: 40 },
	);
});

it('keeps the filters right through any row of changes (property)', async () => {
	sandbox = await startSandbox({ users: 10 });
	const call = await caller(sandbox);
	const change = fc.record({
		index: fc.nat(30),
		to: fc.constantFrom('ACTIVE', 'SUSPENDED', 'STATE_UNSPECIFIED', undefined, 'removed', 'added'),
	});
	await fc.assert(
		fc.asyncProperty(fc.array(change, { maxLength: 12 }), async (changes) => {
			for (const { index, to } of changes) {
				const user = sandbox.users[index % Math.max(sandbox.users.length, 1)];
				if (to === 'added' || !user) sandbox.addUser();
				else if (to === 'removed') sandbox.removeUser(user.id);
				else sandbox.changeUser(user.id, { state: to });
			}
			for (const [filter, state] of [
				['user.isActive()', 'ACTIVE'],
				['user.isSuspended()', 'SUSPENDED'],
			]) {
				const pages = await allPages(call, `max_page_size=3&filter=${filter}`);
				expect(idsOf(pages)).toEqual(ids(sandbox.users.filter((user) => user.state === state)));
			}
		}),
		{ numRuns: 40 },
	);
});

it('neither skips nor repeats anybody when users come and go between two pages', async () => {
	sandbox = await startSandbox({ users: 6, suspendedShare: 0 });
	const call = await caller(sandbox);
	const before = ids(sandbox.users);
	const { json } = await call('?max_page_size=3');
	const { results, next_page_token } = json as UserList;
	for (const { id } of results) sandbox.removeUser(id);
	const added = sandbox.addUser();
	const rest = await call(`?max_page_size=3&page_token=${next_page_token}`);
	const last = await call(`?max_page_size=3&page_token=${(rest.json as UserList).next_page_token}`);

	expect([...ids((rest.json as UserList).results), ...ids((last.json as UserList).results)]).toEqual([
		...before.slice(3),
		added.id,
	]);
});

it('can send shorter and empty pages although more follow, and still loses nobody', async () => {
	sandbox = await startSandbox({ users: 5 });
	const call = await caller(sandbox);
	sandbox.paging({ longest: 2, emptyPages: 1 });
	const pages = await allPages(call, 'max_page_size=1000');

	expect(pages.map(({ results }) => results.length)).toEqual([0, 2, 0, 2, 0, 1]);
	expect(idsOf(pages)).toEqual(ids(sandbox.users));
	const tokens = pages.map(({ next_page_token }) => next_page_token);
	expect(new Set(tokens).size).toBe(tokens.length);
});

it('lists an empty account as an empty list', async () => {
	sandbox = await startSandbox({ users: 0 });
	const call = await caller(sandbox);

	expect(await call('')).toMatchObject({ status: 200, json: { results: [] } });
});

const NEVER_ACCEPTED = [
	'filter=user.isactive()',
	'filter=user.isActive',
	"filter=user.email=='a@example.com'",
	'filter=user.isActive()%20',
	'max_page_size=0',
	'max_page_size=-1',
	'max_page_size=1001',
	'max_page_size=ten',
	'max_page_size=1.5',
	'max_page_size=%2B5',
	'max_page_size=1e2',
	'max_page_size=',
	'page_token=CAIQAg',
	'page_token=25',
	'pageToken=x',
	'max_page_size=10&max_page_size=10',
	'max_page_size=10&maxPageSize=10',
];

/** Only a strict sandbox refuses them. */
const TOLERATED = ['page_token=', 'maxPageSize=10', 'page_size=10', 'limit=10', '=', '__proto__=1'];

describe('a list call the documents do not allow', () => {
	it.each(NEVER_ACCEPTED)('is refused in both modes: ?%s', async (query) => {
		sandbox = await startSandbox({ users: 60 });
		const call = await caller(sandbox);
		const lenient = await call(`?${query}`);
		sandbox.setStrict(true);

		expect([lenient, await call(`?${query}`)]).toMatchObject([
			{ status: 400, json: rpc(3) },
			{ status: 400, json: rpc(3) },
		]);
	});

	it.each(TOLERATED)('is refused by a strict sandbox only: ?%s', async (query) => {
		sandbox = await startSandbox({ users: 60 });
		const call = await caller(sandbox);
		const lenient = await call(`?${query}`);
		sandbox.setStrict(true);

		expect([lenient, await call(`?${query}`)]).toMatchObject([
			{ status: 200 },
			{ status: 400, json: rpc(3) },
		]);
		expect((lenient.json as UserList).results).toHaveLength(query === 'maxPageSize=10' ? 10 : 25);
	});

	it('is no empty filter, which 1Password documents', async () => {
		sandbox = await startSandbox({ users: 30, suspendedShare: 0.5, strict: true });
		const call = await caller(sandbox);

		expect((await call('?filter=&max_page_size=100')).json).toEqual((await call('?max_page_size=100')).json);
	});

	it('is a garbled page token, or one of another account or version', async () => {
		sandbox = await startSandbox({ users: 60 });
		const call = await caller(sandbox);
		const other = await startSandbox({ users: 60 });
		const [mine, foreign] = await Promise.all(
			[sandbox, other].map(async (box) => {
				const { json } = await (await caller(box))('?max_page_size=10');
				return String((json as UserList).next_page_token);
			}),
		);
		await other.close();
		const queries = [
			`max_page_size=10&page_token=${mine}x`,
			`max_page_size=10&page_token=${mine}!`,
			`max_page_size=10&page_token=${mine?.slice(1)}`,
			`max_page_size=10&page_token=${foreign}`,
		];

		expect((await call(`?max_page_size=10&page_token=${mine}`)).status).toBe(200);
		for (const query of queries) expect(await call(`?${query}`)).toMatchObject({ status: 400, json: rpc(3) });
		const inOtherVersion = await (await caller(sandbox, 'v1beta1'))(`?max_page_size=10&page_token=${mine}`);
		expect(inOtherVersion.status).toBe(400);
	});
});

describe('a page token', () => {
	const tokenAfter = async (query: string) => {
		const { json } = await (await caller(sandbox))(query);
		return String((json as UserList).next_page_token);
	};
	beforeEach(async () => {
		sandbox = await startSandbox({ users: 60, suspendedShare: 0.5 });
	});

	it('remembers filter and page size, so that it can come alone, with an empty filter or in camelCase', async () => {
		const call = await caller(sandbox);
		const token = await tokenAfter('?filter=user.isSuspended()&max_page_size=10');
		const expected = ids(sandbox.users.filter(({ state }) => state === 'SUSPENDED').slice(10, 20));

		for (const query of [`page_token=${token}`, `filter=&page_token=${token}`, `pageToken=${token}`]) {
			expect(ids(((await call(`?${query}`)).json as UserList).results)).toEqual(expected);
		}
	});

	it('may come with another page size', async () => {
		const call = await caller(sandbox);
		const token = await tokenAfter('?max_page_size=10');
		const { json } = await call(`?max_page_size=3&page_token=${token}`);

		expect(ids((json as UserList).results)).toEqual(ids(sandbox.users.slice(10, 13)));
	});

	it.each([
		['', 'user.isActive()'],
		['user.isActive()', 'user.isSuspended()'],
	])('of the filter "%s" is refused with the filter "%s"', async (first, second) => {
		const call = await caller(sandbox);
		const token = await tokenAfter(`?filter=${first}&max_page_size=10`);

		expect(await call(`?filter=${second}&max_page_size=10&page_token=${token}`)).toMatchObject({
			status: 400,
		});
	});

	it('must come with the same filter and page size in a strict sandbox', async () => {
		sandbox.setStrict(true);
		const call = await caller(sandbox);
		const token = await tokenAfter('?filter=user.isActive()&max_page_size=10');
		const statusOf = async (query: string) => (await call(`?${query}&page_token=${token}`)).status;

		expect(await statusOf('filter=user.isActive()&max_page_size=10')).toBe(200);
		expect(await statusOf('filter=user.isActive()')).toBe(400);
		expect(await statusOf('max_page_size=10')).toBe(400);
		expect(await statusOf('filter=user.isActive()&max_page_size=11')).toBe(400);
	});

	it('of a call without parameters comes alone in a strict sandbox', async () => {
		sandbox.setStrict(true);
		const call = await caller(sandbox);

		expect(await call(`?page_token=${await tokenAfter('')}`)).toMatchObject({ status: 200 });
	});
});
