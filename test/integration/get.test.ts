import { readSettings } from '../../nodes/OnePasswordUsers/api/credential/settings';
import { forgetKnownUsers } from '../../nodes/OnePasswordUsers/api/transport/sharedState';
import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import { FROM_INPUT, get, named } from './n8n/parameters';
import { credentialFor, runNode } from './n8n/runNode';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox({ users: 1200 })));
beforeEach(() => sandbox.clearRequests());
afterAll(async () => await sandbox.close());

describe('get', () => {
	it('gives the user as 1Password describes them', async () => {
		const { id, email, display_name, state, create_time, path } = sandbox.users[3]!;
		const { items } = await runNode(sandbox, { parameters: get('id', id) });

		expect(items).toEqual([
			{ json: { id, email, display_name, state, create_time, path }, pairedItem: { item: 0 } },
		]);
		expect(sandbox.requests('get')).toHaveLength(1);
	});

	it('finds by email, whatever its case and the spaces around it', async () => {
		const { id, email } = sandbox.users[1100]!;
		const { items } = await runNode(sandbox, { parameters: get('email', `  ${email!.toUpperCase()}\n`) });

		expect(items[0]?.json.id).toBe(id);
	});

	it('finds by email, whichever form its international domain has, with nothing known and when it is', async () => {
		const { id } = sandbox.addUser({ email: 'ana@xn--mnchen-3ya.example' });
		const { email } = sandbox.addUser({ email: 'ben@münchen.example' });
		const both = named(['ana@münchen.example', email!.replace('münchen', 'xn--mnchen-3ya')]);
		const run = async () => await runNode(sandbox, { parameters: get('email', FROM_INPUT), input: both });
		const [first, second] = [await run(), await run()];

		for (const { items } of [first, second])
			expect(items.map(({ json }) => [json.id === id, json.email])).toEqual([
				[true, 'ana@xn--mnchen-3ya.example'],
				[false, 'ben@münchen.example'],
			]);
		expect(sandbox.requests('get')).toHaveLength(2);
	});

	it('asks for one listing for a hundred emails', async () => {
		const users = sandbox.users.slice(500, 600);
		const { items } = await runNode(sandbox, {
			parameters: get('email', FROM_INPUT),
			input: named(users.map(({ email }) => email)),
		});

		expect(items.map(({ json }) => json.id)).toEqual(users.map(({ id }) => id));
		expect(sandbox.requests().filter(({ operation }) => operation !== 'token')).toHaveLength(2);
		expect(sandbox.requests('list').map(({ query }) => query.page_token === undefined)).toEqual([
			true,
			false,
		]);
	});

	it('reads the same ID once', async () => {
		const { id } = sandbox.users[5]!;
		const { items } = await runNode(sandbox, {
			parameters: get('id', FROM_INPUT),
			input: named([id, id, id]),
		});

		expect(items).toHaveLength(3);
		expect(sandbox.requests('get')).toHaveLength(1);
	});

	it('lists instead of reading hundreds of IDs one by one', async () => {
		const ids = sandbox.users.slice(0, 300).map(({ id }) => id);
		const { items } = await runNode(sandbox, { parameters: get('id', FROM_INPUT), input: named(ids) });

		expect(items.map(({ json }) => json.id)).toEqual(ids);
		expect(sandbox.requests('list')).toHaveLength(1);
		expect(sandbox.requests('get')).toHaveLength(0);
	});

	it('says which email nobody has, after looking at the whole account', async () => {
		const { error } = await runNode(sandbox, { parameters: get('email', 'nobody@example.com') });

		expect(error?.message).toBe('No user with the email nobody@example.com in this account');
		expect(sandbox.requests('list')).toHaveLength(2);
	});

	it("keeps its words where an email happens to hold one of n8n's error codes", async () => {
		const { error } = await runNode(sandbox, { parameters: get('email', 'peperm@example.com') });

		expect(error?.message).toBe('No user with the email peperm@example.com in this account');
	});

	it('lists the candidates when several users have the email, and picks none', async () => {
		forgetKnownUsers(readSettings(credentialFor(sandbox).stored));
		const { email, id } = sandbox.users[7]!;
		const twin = sandbox.addUser({ email: email!.toUpperCase() });
		const { error } = await runNode(sandbox, { parameters: get('email', email) });
		sandbox.removeUser(twin.id);

		expect(error?.message).toContain('Several users');
		expect(error?.description).toContain(id);
		expect(error?.description).toContain(twin.id);
	});

	it('says that an ID is unknown', async () => {
		const { error } = await runNode(sandbox, { parameters: get('id', 'AAAAAAAAAAAAAAAAAAAAAAAAAA') });

		expect(error?.message).toBe('No user AAAAAAAAAAAAAAAAAAAAAAAAAA in this account');
		expect(error?.description).toContain('HTTP 404');
	});
});

describe('bad input', () => {
	const badIds = [
		'',
		'   ',
		'..',
		'a/b',
		'a?b',
		'%2e%2e',
		'A'.repeat(5000),
		'AB\u0000CD',
		'AB\u200bCD',
		5,
		null,
		{ id: 'A' },
		['A'],
		true,
	];

	it.each(badIds)('is an error for that item, without a request: %j', async (bad) => {
		const input = named([bad]);
		const { items, errors } = await runNode(sandbox, {
			parameters: get('id', FROM_INPUT),
			input,
			onError: 'continueErrorOutput',
		});

		expect(items).toEqual([]);
		expect(errors[0]?.json.error).toMatch(/./);
		expect(errors[0]?.pairedItem).toEqual({ item: 0 });
		expect(sandbox.requests()).toHaveLength(0);
	});

	it('says what an email looks like', async () => {
		const { error } = await runNode(sandbox, {
			parameters: get('email', FROM_INPUT),
			input: named(['ana.example.com']),
		});

		expect(error?.message).toBe('"ana.example.com" is not an email address');
		expect(error?.description).toBe('Use the form name@example.com in the User field, or choose By ID.');
	});

	it('never stops the good items when the node continues, and the error output gets the bad ones', async () => {
		const [first, second] = sandbox.users;
		const input = named([first!.id, 'a/b', second!.id]);
		const { items, errors } = await runNode(sandbox, {
			parameters: get('id', FROM_INPUT),
			input,
			onError: 'continueErrorOutput',
		});

		expect(items.map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual([
			[first!.id, { item: 0 }],
			[second!.id, { item: 2 }],
		]);
		expect(errors).toHaveLength(1);
		expect(errors[0]?.json).toMatchObject({
			id: 'a/b',
			error: expect.stringContaining('is not the ID of a user') as string,
		});
	});

	it('stays in its place among the results when the node continues on the regular output', async () => {
		const input = named(['a/b', sandbox.users[0]!.id]);
		const { items } = await runNode(sandbox, {
			parameters: get('id', FROM_INPUT),
			input,
			onError: 'continueRegularOutput',
		});

		expect(items.map(({ json }) => json.id)).toEqual(['a/b', sandbox.users[0]!.id]);
		expect(items[0]?.json.error).toMatch(/is not the ID of a user\. Give the User field an ID/);
	});
});
