import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import { pick } from './n8n/pickUser';
import { credentialFor } from './n8n/runNode';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox({ users: 2500 })));
beforeEach(() => sandbox.clearRequests());
afterAll(async () => await sandbox.close());

const search = async (filter?: string, page?: string, credential = credentialFor(sandbox)) =>
	await pick(sandbox, credential, filter, page);

describe('the user picker', () => {
	it('shows a page of users, and goes on with the next', async () => {
		const first = await search();
		const second = await search(undefined, first.paginationToken);

		expect(first.results).toHaveLength(100);
		expect(second.results.map(({ value }) => value)).toContain(sandbox.users[100]!.id);
	});

	it('finds by a part of the name or email, anywhere in the account', async () => {
		const { id, email, display_name } = sandbox.users[2400]!;

		expect((await search(email!.toUpperCase())).results).toContainEqual(
			expect.objectContaining({ value: id }),
		);
		expect((await search(display_name)).results).toContainEqual(expect.objectContaining({ value: id }));
	});

	it('names users by email first, which is not cut off, and tells no state, which changes', async () => {
		const { email, display_name } = sandbox.users.find(({ state }) => state === 'SUSPENDED')!;
		expect((await search(email)).results[0]?.name).toBe(`${email} (${display_name})`);
	});

	it('is sorted within what is loaded', async () => {
		const names = (await search()).results.map(({ name }) => name);
		expect(names).toEqual([...names].sort((one, other) => one.localeCompare(other)));
	});

	it.each([
		['suspend', 'ACTIVE'],
		['reactivate', 'SUSPENDED'],
	])('offers for %s only users who are %s', async (operation, state) => {
		const { results } = await pick(sandbox, credentialFor(sandbox), undefined, undefined, operation);

		expect(results.length).toBeGreaterThan(50);
		expect(results.every(({ value }) => sandbox.user(String(value)).state === state)).toBe(true);
	});

	it('is empty for reactivate where nobody is suspended', async () => {
		const account = await startSandbox({ users: 5, suspendedShare: 0 });
		const { results } = await pick(account, credentialFor(account), undefined, undefined, 'reactivate');
		await account.close();

		expect(results).toEqual([]);
	});

	it('does not show an empty list where every account has somebody', async () => {
		sandbox.fault({ match: 'list', status: 200, body: {} });
		await expect(search()).rejects.toThrow('the account has no users at all');
	});

	it('reports what went wrong instead of an empty list', async () => {
		const credential = credentialFor(sandbox, { clientSecret: 'wrong' });
		await expect(search('a', undefined, credential)).rejects.toThrow(
			'1Password refused the client ID or the client secret',
		);
	});
});
