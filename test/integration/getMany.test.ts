import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import { getMany } from './n8n/parameters';
import { runNode } from './n8n/runNode';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox({ users: 2345 })));
beforeEach(() => sandbox.clearRequests());
afterAll(async () => await sandbox.close());

const emails = (items: Array<{ json: { email?: unknown } }>) => items.map(({ json }) => json.email);

describe('get many', () => {
	it('lists 2,345 users with 3 requests, in the order of 1Password', async () => {
		const { items, error } = await runNode(sandbox, { parameters: getMany({ returnAll: true }) });

		expect(error).toBeUndefined();
		expect(emails(items)).toEqual(sandbox.users.map(({ email }) => email));
		expect(sandbox.requests('list')).toHaveLength(3);
	});

	it('asks for no larger page than the limit needs', async () => {
		const { items } = await runNode(sandbox, { parameters: getMany({ limit: 7 }) });

		expect(items).toHaveLength(7);
		expect(sandbox.requests('list').map(({ query }) => query)).toEqual([{ max_page_size: '7' }]);
	});

	it('splits a limit over one page into pages of the same size', async () => {
		const { items } = await runNode(sandbox, { parameters: getMany({ limit: 1500 }) });

		expect(items).toHaveLength(1500);
		expect(sandbox.requests('list').map(({ query }) => query.max_page_size)).toEqual(['750', '750']);
	});

	it.each([
		['active', 'user.isActive()', 'ACTIVE'],
		['suspended', 'user.isSuspended()', 'SUSPENDED'],
	])('lets 1Password filter by the state %s', async (state, filter, apiState) => {
		const { items } = await runNode(sandbox, {
			parameters: getMany({ returnAll: true, filters: { state } }),
		});

		expect(emails(items)).toEqual(
			sandbox.users.filter((user) => user.state === apiState).map(({ email }) => email),
		);
		expect(sandbox.requests('list').every(({ query }) => query.filter === filter)).toBe(true);
	});

	it('pages on until enough users pass the filters', async () => {
		const last = sandbox.users.at(-1)!;
		const { items } = await runNode(sandbox, {
			parameters: getMany({ limit: 1, filters: { search: ` ${last.email!.toUpperCase()} ` } }),
		});

		expect(emails(items)).toEqual([last.email]);
		expect(sandbox.requests('list')).toHaveLength(3);
	});

	it('filters by the domain of the email, not by its subdomains', async () => {
		const { items } = await runNode(sandbox, {
			parameters: getMany({ returnAll: true, filters: { emailDomain: '@Example.com' } }),
		});

		expect(emails(items)).toEqual(
			sandbox.users.map(({ email }) => email).filter((email) => email!.endsWith('@example.com')),
		);
	});

	it('filters by time of creation', async () => {
		const times = sandbox.users.map(({ create_time }) => create_time!).sort();
		const filters = { createdAfter: times[100], createdBefore: times[200] };
		const { items } = await runNode(sandbox, { parameters: getMany({ returnAll: true, filters }) });

		const expected = times.filter((time) => time >= times[100]! && time < times[200]!);
		expect(items.map(({ json }) => json.create_time).sort()).toEqual(expected);
		expect(expected.length).toBeGreaterThan(0);
	});

	it('runs for each input item, and lists once for items that ask for the same', async () => {
		const { items } = await runNode(sandbox, { parameters: getMany({ limit: 2 }), input: [{}, {}, {}] });

		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([0, 0, 1, 1, 2, 2].map((item) => ({ item })));
		expect(sandbox.requests('list')).toHaveLength(1);
		expect(emails(items)).toEqual([0, 1, 0, 1, 0, 1].map((user) => sandbox.users[user]!.email));
		// A later node may change one of them.
		expect(new Set(items.map(({ json }) => json)).size).toBe(6);
	});

	it('lists nothing more after a failure that stops the run', async () => {
		sandbox.fault({ match: 'list', status: 403 });
		const parameters = getMany({ limit: '={{ $json.limit }}' });
		const { error } = await runNode(sandbox, { parameters, input: [{ limit: 1 }, { limit: 2 }] });

		expect(error?.message).toContain('list users');
		expect(sandbox.requests('list').map(({ query }) => query.max_page_size)).toEqual(['1']);
	});

	it('does not list everyone when the expression of a filter gives nothing', async () => {
		const filters = { emailDomain: '={{ $json.no_such_field }}' };
		const { error } = await runNode(sandbox, { parameters: getMany({ returnAll: true, filters }) });

		expect(error?.message).toBe('Email Domain is null');
		expect(sandbox.requests()).toHaveLength(0);
	});

	it.each([0, -1, 1.5, 'ten', null])('refuses the limit %p', async (limit) => {
		const { error } = await runNode(sandbox, { parameters: getMany({ limit }) });

		expect(error?.message).toMatch(/^Limit is /);
		expect(sandbox.requests()).toHaveLength(0);
	});
});
