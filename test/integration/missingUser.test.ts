import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { FROM_INPUT, get, named } from './n8n/parameters';
import { runNode } from './n8n/runNode';

const UNKNOWN = 'AAAAAAAAAAAAAAAAAAAAAAAAAA';

let sandbox: Sandbox;
beforeEach(async () => (sandbox = await startSandbox({ users: 3 })));
afterEach(async () => await sandbox.close());

const reporting = (id: string) => ({ parameters: get('id', id, { onMissingUser: 'report' }) });

describe('where missing users are to be reported', () => {
	it('an email that nobody has is a result', async () => {
		const { items } = await runNode(sandbox, {
			parameters: get('email', FROM_INPUT, { onMissingUser: 'report' }),
			input: named(['nobody@example.com']),
		});

		expect(items).toEqual([
			{ json: { found: false, email: 'nobody@example.com', changed: false }, pairedItem: { item: 0 } },
		]);
	});

	it('an ID that 1Password does not know is a result', async () => {
		const { items } = await runNode(sandbox, reporting(UNKNOWN));

		expect(items[0]?.json).toEqual({ found: false, id: UNKNOWN, changed: false });
	});

	it.each([400, 403, 418])('a read that ends with %d is a failure all the same', async (status) => {
		sandbox.fault({ match: 'get', status });
		const { items, error } = await runNode(sandbox, reporting(sandbox.users[0]!.id));

		expect(items).toEqual([]);
		expect(error?.message).toMatch(/^1Password (won't|did not)/);
	});

	it('a 404 is a failure all the same when the account is not known either', async () => {
		sandbox.fault({ match: '/accounts/', times: Infinity, status: 404 });
		const { items, error } = await runNode(sandbox, reporting(sandbox.users[0]!.id));

		expect(items).toEqual([]);
		expect(error?.message).toContain('1Password does not know this account');
	});
});
