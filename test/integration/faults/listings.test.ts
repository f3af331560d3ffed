import { startSandbox, type Sandbox } from '../../strictSandbox.ts';
import { FROM_INPUT, get, getMany, named, suspend } from '../n8n/parameters';
import { credentialFor, runNode } from '../n8n/runNode';
import { pick } from '../n8n/pickUser';
import { startAccount, statesOf, STEPS } from './steps';

interface Page {
	results: Array<Record<string, unknown>>;
	next_page_token?: string;
}

let sandbox: Sandbox;
afterEach(async () => await sandbox.close());

const LISTED = STEPS.filter(({ at, name }) => at === 'list' && !name.includes('picker'));
const NEVER_END = /gave an answer that cannot be trusted: its pages of users never end$/;
const changePages = (change: (page: Page) => Page) =>
	sandbox.fault({ match: 'list', times: Infinity, transform: (body) => change(body as Page) });

describe('pages that never end', () => {
	it.each(LISTED)('are noticed when a page token comes a second time: $name', async ({ run }) => {
		sandbox = await startAccount();
		const before = statesOf(sandbox);
		let page = 0;
		sandbox.fault({
			match: 'list',
			times: Infinity,
			status: 200,
			transform: () => ({ results: [{ id: `U${page++}` }], next_page_token: page % 2 ? 'odd' : 'even' }),
		});
		const { message, output } = await run(sandbox);

		expect(message).toMatch(NEVER_END);
		expect(output).toEqual([]);
		expect(sandbox.requests('list')).toHaveLength(3);
		expect(statesOf(sandbox)).toEqual(before);
	});
});

describe('a server that does not filter by state', () => {
	/** Whatever was asked for, the whole account comes back. */
	const ignoreTheFilter = () =>
		changePages(() => ({ results: [...sandbox.users].map((user) => ({ ...user })) }));
	const listed = async (state: string) => {
		const parameters = getMany({ returnAll: true, filters: { state } });
		return (await runNode(sandbox, { parameters })).items.map(({ json }) => json.state);
	};

	it.each([
		['suspended', 'SUSPENDED'],
		['active', 'ACTIVE'],
	])('gives nobody in another state: %s', async (state, expected) => {
		sandbox = await startSandbox({ users: 20, suspendedShare: 0.5 });
		const count = sandbox.users.filter((user) => user.state === expected).length;
		ignoreTheFilter();

		expect(await listed(state)).toEqual(Array(count).fill(expected));
	});

	it.each(['suspended', 'active'])(
		'keeps whoever has no documented state, as nobody can tell: %s',
		async (state) => {
			sandbox = await startSandbox({ users: 6, suspendedShare: 0.5 });
			sandbox.changeUser(sandbox.users[1]!.id, { state: undefined });
			sandbox.changeUser(sandbox.users[2]!.id, { state: 'STATE_UNSPECIFIED' });
			ignoreTheFilter();

			expect(new Set(await listed(state))).toEqual(
				new Set([state.toUpperCase(), undefined, 'STATE_UNSPECIFIED']),
			);
		},
	);
});

describe('a server that filters after paging', () => {
	it.each([1, 50])('may send any number of empty pages: limit %d', async (limit) => {
		sandbox = await startSandbox({ users: 500, suspendedShare: 0.2 });
		sandbox.paging({ emptyPages: 150 });
		const parameters = getMany({ limit, filters: { state: 'suspended' } });
		const { items, error } = await runNode(sandbox, { parameters });

		expect(error).toBeUndefined();
		expect(items).toHaveLength(limit);
	});

	it('is asked for full pages, however few users are wanted', async () => {
		sandbox = await startSandbox({ users: 20 });
		await runNode(sandbox, { parameters: getMany({ limit: 1, filters: { state: 'active' } }) });

		expect(sandbox.requests('list').map(({ query }) => query.max_page_size)).toEqual(['1000']);
	});
});

describe('odd pages', () => {
	it.each(LISTED)('short and empty ones make no difference: $name', async ({ run }) => {
		sandbox = await startAccount();
		const { output } = await run(sandbox);
		await sandbox.close();
		sandbox = await startAccount();
		sandbox.paging({ longest: 2, emptyPages: 3 });

		expect(await run(sandbox)).toEqual({ output });
		expect(sandbox.requests('list')).toHaveLength(16);
	});

	it('users who come on two pages come once', async () => {
		sandbox = await startSandbox({ users: 9 });
		sandbox.paging({ longest: 3 });
		let last: Array<Record<string, unknown>> = [];
		changePages((page) => {
			const results = [...last.slice(-1), ...page.results, ...page.results.slice(-1)];
			last = page.results;
			return { ...page, results };
		});
		const { items } = await runNode(sandbox, { parameters: getMany({ returnAll: true }) });

		expect(items.map(({ json }) => json.id)).toEqual(sandbox.users.map(({ id }) => id));
	});

	it('a user who comes on two pages is not two matches for an email, and is suspended once', async () => {
		sandbox = await startAccount();
		changePages(({ results }) => ({ results: [...results, ...results] }));
		const { items } = await runNode(sandbox, { parameters: suspend('email', 'ana@example.com') });

		expect(items[0]?.json).toMatchObject({ email: 'ana@example.com', changed: true });
		expect(sandbox.requests('suspend')).toHaveLength(1);
	});

	it('a failure on the last page leaves no half of a listing behind', async () => {
		sandbox = await startSandbox({ users: 9 });
		sandbox.paging({ longest: 3 });
		sandbox.fault({ match: 'list', skip: 2, status: 400 });
		const { items, error } = await runNode(sandbox, { parameters: getMany({ returnAll: true }) });

		expect(error?.message).toBe('1Password did not understand the request to list users');
		expect(items).toEqual([]);
	});

	it('a failure on the last page suspends nobody, also not those who were found before it', async () => {
		sandbox = await startSandbox({ users: 9, suspendedShare: 0 });
		sandbox.paging({ longest: 3 });
		sandbox.fault({ match: 'list', skip: 2, status: 400 });
		const input = named([sandbox.users[1]!.email, sandbox.users[8]!.email]);
		const parameters = suspend('email', FROM_INPUT);
		const { items } = await runNode(sandbox, { parameters, input, onError: 'continueRegularOutput' });

		expect(items.map(({ json }) => json.error)).toEqual([
			expect.stringContaining('did not understand'),
			expect.stringContaining('did not understand'),
		]);
		expect(sandbox.requests('suspend')).toEqual([]);
	});
});

describe('odd users', () => {
	it('one without email and state is passed on as 1Password sends them', async () => {
		sandbox = await startSandbox({ users: 3 });
		const { id } = sandbox.changeUser(sandbox.users[1]!.id, { email: undefined, state: undefined });
		const many = await runNode(sandbox, { parameters: getMany({ returnAll: true }) });
		const one = await runNode(sandbox, { parameters: get('id', id) });

		expect(many.items[1]?.json).toEqual(one.items[0]?.json);
		// A gateway may send what is not set as an empty text.
		const told = Object.entries(one.items[0]!.json).filter(([, value]) => value !== '');
		expect(told.map(([field]) => field)).toEqual(['id', 'display_name', 'create_time', 'path']);
	});

	it('one without a state is suspended, and the former state is said to be unknown', async () => {
		sandbox = await startSandbox({ users: 3, suspendedShare: 0 });
		const { id } = sandbox.changeUser(sandbox.users[1]!.id, { state: undefined });
		const { items } = await runNode(sandbox, { parameters: suspend('id', id) });

		expect(items[0]?.json).toMatchObject({ previous_state: null, state: 'SUSPENDED', changed: true });
	});

	it.each(['LOCKED', 'STATE_UNSPECIFIED', ''])('an unknown state passes through: %p', async (state) => {
		sandbox = await startSandbox({ users: 3, suspendedShare: 0 });
		changePages((page) => ({
			...page,
			results: page.results.map((user) => ({ ...user, state, extra: [1] })),
		}));
		const { items } = await runNode(sandbox, { parameters: getMany({ returnAll: true }) });

		expect(items.map(({ json }) => [json.state, json.extra])).toEqual(items.map(() => [state, [1]]));
		expect(items).toHaveLength(3);
	});

	it('one without an ID cannot be suspended by email, and nothing is sent', async () => {
		sandbox = await startAccount();
		changePages((page) => ({ results: page.results.map(({ id, ...user }) => (id ? user : user)) }));
		const { error } = await runNode(sandbox, { parameters: suspend('email', 'ana@example.com') });

		expect(error?.message).toBe('Cannot suspend ana@example.com: 1Password gave no ID for this user');
		expect(sandbox.requests('POST :')).toEqual([]);
	});

	it('those without anything to show are listed by ID in the picker, those without an ID are left out', async () => {
		sandbox = await startSandbox({ users: 3, suspendedShare: 0 });
		changePages(() => ({ results: [{ id: 'NAMELESS' }, { email: 'ana@example.com' }] }));
		const { results } = await pick(sandbox, credentialFor(sandbox));

		expect(results).toEqual([{ name: 'NAMELESS', value: 'NAMELESS' }]);
	});
});

it('a search in the picker reads no more than 20 pages at a time, however many are empty', async () => {
	sandbox = await startSandbox({ users: 3 });
	sandbox.fault({
		match: 'list',
		times: Infinity,
		status: 200,
		body: { results: [], next_page_token: 'never' },
	});
	await pick(sandbox, credentialFor(sandbox), 'ana').catch(() => undefined);

	expect(sandbox.requests('list').length).toBeLessThanOrEqual(20);
});
