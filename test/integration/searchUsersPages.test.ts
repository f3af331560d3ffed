import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import { pick } from './n8n/pickUser';
import { credentialFor } from './n8n/runNode';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox({ users: 1_100, suspendedShare: 0 })));
beforeEach(() => sandbox.clearRequests());
afterEach(() => sandbox.clearFaults());
afterAll(async () => await sandbox.close());

const search = async (filter?: string, page?: string) =>
	await pick(sandbox, credentialFor(sandbox), filter, page);
const pageSizes = () => sandbox.requests('list').map(({ query }) => query.max_page_size);

/** Lets the next listing answer with these users. */
const answer = (results: object[], next_page_token?: string) =>
	sandbox.fault({ match: 'list', status: 200, body: { results, next_page_token } });

describe('what the user picker reads', () => {
	it.each([undefined, '', '  '])('is one page of 100 without a search: %j', async (filter) => {
		const { paginationToken } = await search(filter);

		expect(pageSizes()).toEqual(['100']);
		expect(paginationToken).toEqual(expect.any(String));
	});

	it('is one large page for a search that finds enough there', async () => {
		const { results, paginationToken } = await search('@');

		expect(pageSizes()).toEqual(['1000']);
		expect(results).toHaveLength(1000);
		expect(paginationToken).toEqual(expect.any(String));
	});

	it.each([
		[19, 20],
		[20, 1],
	])('is, after %i matches on the first page, %i page(s)', async (matches, pages) => {
		answer(
			Array.from({ length: matches }, () => ({ id: 'A', email: 'ana@found.example' })),
			'page 1',
		);
		for (let page = 2; page <= 21; page++) answer([], `page ${page}`);

		expect((await search('found.example')).results).toHaveLength(matches);
		expect(sandbox.requests('list')).toHaveLength(pages);
	});

	it('is 20 large pages for a search that finds nobody; as one scrolls, the next search goes on from there', async () => {
		for (let page = 1; page <= 20; page++) answer([{ id: 'A', email: 'ana@x.org' }], `page ${page}`);
		const { results, paginationToken } = await search('nobody');
		expect(results).toEqual([]);
		expect(pageSizes()).toEqual(Array(20).fill('1000'));

		answer([]);
		await search('nobody', paginationToken);
		expect(sandbox.requests('list').at(-1)?.query.page_token).toBe('page 20');
	});

	it('is given up where the next page is the same page', async () => {
		answer([{ id: 'A', state: 'ACTIVE' }], 'again');

		await expect(search(undefined, 'again')).rejects.toThrow('its pages of users never end');
	});

	it('goes on after an empty page, which says nothing of the next', async () => {
		answer([], 'next');
		answer([{ id: 'A', state: 'ACTIVE' }]);

		expect((await search()).results).toEqual([{ name: 'A', value: 'A' }]);
	});

	it('ends with an empty page', async () => {
		answer([]);

		expect(await search(undefined, 'next')).toEqual({ results: [], paginationToken: undefined });
	});
});

describe('the user picker shows', () => {
	it.each([
		['a name and an email', { id: 'A', display_name: 'Ana', email: 'ana@x.org' }, 'ana@x.org (Ana)'],
		['an email alone', { id: 'A', email: 'ana@x.org' }, 'ana@x.org'],
		['a name alone', { id: 'A', display_name: 'Ana' }, 'Ana'],
		['the ID where there is neither', { id: 'A' }, 'A'],
		['the ID where both are empty', { id: 'A', display_name: '', email: '' }, 'A'],
	])('%s', async (_, user, name) => {
		answer([{ state: 'ACTIVE', ...user }]);

		expect((await search()).results).toEqual([{ name, value: 'A' }]);
	});

	it('nobody without an ID', async () => {
		answer([{ email: 'ana@x.org', state: 'ACTIVE' }]);

		expect((await search()).results).toEqual([]);
	});

	it.each([
		['ana', ['A']],
		['B@X', ['B']],
		['a@x.org (an', ['A']],
		['x.org', ['A', 'B']],
		['suspended', []],
	])('for %j those whose name or email contains it: %j', async (filter, ids) => {
		answer([
			{ id: 'A', display_name: 'Ana', email: 'a@x.org', state: 'SUSPENDED' },
			{ id: 'B', display_name: 'Ben', email: 'b@x.org', state: 'ACTIVE' },
		]);

		expect((await search(filter)).results.map(({ value }) => value)).toEqual(ids);
	});
});
