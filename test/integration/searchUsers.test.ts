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
		expect(second.results[0]?.value).toBe(sandbox.users[100]!.id);
	});

	it('finds by a part of the name or email, anywhere in the account', async () => {
		const { id, email, display_name } = sandbox.users[2400]!;

		expect((await search(email!.toUpperCase())).results).toContainEqual(
			expect.objectContaining({ value: id }),
		);
		expect((await search(display_name)).results).toContainEqual(expect.objectContaining({ value: id }));
	});

	it('says who is suspended, where it is not cut off', async () => {
		const { email, display_name } = sandbox.users.find(({ state }) => state === 'SUSPENDED')!;
		expect((await search(email)).results[0]?.name).toBe(`${display_name}, suspended (${email})`);
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
