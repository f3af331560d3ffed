import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import { FROM_INPUT, get, inModeOfInput, named, suspend } from './n8n/parameters';
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

describe('that an ID is unknown', () => {
	it('is believed where the application may not list, if 1Password itself says so', async () => {
		sandbox.setScopes(['users.get']);
		const { error } = await runNode(sandbox, { parameters: get('id', UNKNOWN) });

		expect(error?.message).toBe(`No user ${UNKNOWN} in this account`);
	});

	it('is not believed of a gateway where the application may not list', async () => {
		sandbox.setScopes(['users.get']);
		sandbox.fault({ match: 'get', status: 404, body: { message: 'Not Found' } });
		const { error } = await runNode(sandbox, { parameters: get('id', sandbox.users[0]!.id) });

		expect(error?.message).toBe(
			'The OAuth application may not list users: it lacks the permission "List users"',
		);
	});

	const PAGE = '<html>Not found</html>';
	/** A user who exists, of whom a gateway says once that there is no such page. */
	const lostOnce = (call: string) => {
		sandbox.fault({ match: call, status: 404, body: PAGE });
		return sandbox.addUser({}).id;
	};

	it('is not believed of a gateway that says it once', async () => {
		const id = lostOnce('get');
		const { items } = await runNode(sandbox, reporting(id));

		expect(items[0]?.json).toMatchObject({ id, state: 'ACTIVE' });
		expect(sandbox.requests('get')).toHaveLength(2);
	});

	it('is not believed of a gateway that says it once of a change', async () => {
		const id = lostOnce('suspend');
		const { items } = await runNode(sandbox, { parameters: suspend('id', id, { onMissingUser: 'report' }) });

		expect(items[0]?.json).toMatchObject({ id, changed: true });
		expect(sandbox.user(id).state).toBe('SUSPENDED');
	});

	it('is believed of a 404 without a reason that comes again, as 1Password may send none', async () => {
		sandbox.fault({ match: 'get', status: 404, body: '', times: 2 });
		const { items } = await runNode(sandbox, reporting(UNKNOWN));

		expect(items[0]?.json.found).toBe(false);
	});

	it.each([PAGE, { ok: true }, ''])('is not believed where the account answers with %j', async (body) => {
		sandbox.fault({ match: 'get', status: 404, body: PAGE, times: Infinity });
		sandbox.fault({ match: 'list', body, times: Infinity });
		const { items, error } = await runNode(sandbox, reporting(UNKNOWN));

		expect(items).toEqual([]);
		expect(error?.message).toContain('gave an answer that cannot be trusted: it is not a list of users');
	});

	it('is confirmed by a page without users, which more pages follow', async () => {
		sandbox.fault({ match: 'list', body: { next_page_token: 'CAIQAg' }, times: Infinity });
		const { items } = await runNode(sandbox, reporting(UNKNOWN));

		expect(items[0]?.json.found).toBe(false);
	});

	it('is confirmed by one listing for all of them, or by one that was needed anyway', async () => {
		const unknown = Array.from({ length: 40 }, (_, item) => `USER${item}`);
		const all = {
			parameters: inModeOfInput(get('id', FROM_INPUT)),
			onError: 'continueRegularOutput',
		} as const;
		const byId = unknown.map((user) => ({ user, mode: 'id' }));
		await runNode(sandbox, { ...all, input: byId });
		const alone = sandbox.requests('list').length;
		sandbox.clearRequests();
		const email = { user: sandbox.users[0]!.email!, mode: 'email' };
		await runNode(sandbox, { ...all, input: [email, ...byId] });

		expect([alone, sandbox.requests('list').length]).toEqual([1, 1]);
	});

	describe('by a listing', () => {
		const LATER = 'BBBBBBBBBBBBBBBBBBBBBBBBBB';
		const getBoth = async () =>
			await runNode(sandbox, {
				parameters: get('id', FROM_INPUT),
				input: named([LATER, UNKNOWN]),
				onError: 'continueRegularOutput',
			});

		it('that failed is tried again for the next one', async () => {
			sandbox.fault({ match: 'list', status: 400 });
			sandbox.fault({ match: LATER, delayMs: 200 });
			const { items } = await getBoth();

			expect(items.map(({ json }) => json.reason)).toEqual(['not_found', 'refused']);
		});

		it('is confirmed anew where a gateway says it, which may not know the account any more', async () => {
			sandbox.fault({ match: 'list', skip: 1, status: 404, times: Infinity });
			sandbox.fault({ match: LATER, status: 404, body: '<html>Not found</html>', delayMs: 200 });
			const { items } = await getBoth();

			expect(items[1]?.json.reason).toBe('not_found');
			expect(items[0]?.json.error).toContain('1Password does not know this account');
		});
	});
});
