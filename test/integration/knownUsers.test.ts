import { forgetKnownUsers } from '../../nodes/OnePasswordUsers/api/transport/sharedState';
import { readSettings } from '../../nodes/OnePasswordUsers/api/credential/settings';
import { aTurn } from '../aTurn';
import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import type { CredentialStore } from './n8n/credentialStore';
import { FROM_INPUT, get, getMany, named, reactivate, revoke, suspend } from './n8n/parameters';
import { PolledWorkflow } from './n8n/pollNode';
import { credentialFor, runNode } from './n8n/runNode';

const USERS = 2500;

let sandbox: Sandbox;
let credential: CredentialStore;
beforeAll(async () => (sandbox = await startSandbox({ users: USERS, suspendedShare: 0 })));
afterAll(async () => await sandbox.close());
beforeEach(() => {
	credential = credentialFor(sandbox);
	forget();
	sandbox.clearFaults();
	sandbox.clearRequests();
});

const forget = () => forgetKnownUsers(readSettings(credential.stored));
const run = async (parameters = getMany(), input?: ReturnType<typeof named>) =>
	await runNode(sandbox, { parameters, input, credential });
const emailOf = (place: number) => sandbox.users[place]!.email!;
/** What was asked since the last look, but for tokens: `list list get`. */
function asked(): string {
	const calls = sandbox.requests().filter(({ status, operation }) => status !== 401 && operation !== 'token');
	sandbox.clearRequests();
	return calls.map(({ operation }) => operation).join(' ');
}

/** Lists everyone once, by looking for the first user. */
async function listOnce() {
	await run(get('email', emailOf(0)));
	expect(asked()).toBe('list list list');
}

describe('an alert by email about somebody in an account that was listed once', () => {
	it('costs two requests: a look at the user, and the change', async () => {
		await listOnce();
		const { items } = await run(suspend('email', `  ${emailOf(2400).toUpperCase()} `));

		expect(items[0]?.json).toMatchObject({ email: emailOf(2400), previous_state: 'ACTIVE', changed: true });
		expect(asked()).toBe('get suspend');
	});

	it.each([
		['by an alert', () => run(suspend('email', emailOf(3)))],
		['by Get Many', () => run(getMany({ returnAll: true }))],
		[
			'by Get Many with filters of its own',
			() => run(getMany({ filters: { search: 'a' }, returnAll: true })),
		],
		['by the trigger', () => new PolledWorkflow(sandbox, { events: ['user.added'], credential }).poll()],
	])('%s', async (_by, list) => {
		await list();
		expect(asked()).toMatch(/^list list list/);
		await run(get('email', emailOf(1700)));

		expect(asked()).toBe('get');
	});

	it.each([
		['a state alone', getMany({ returnAll: true, filters: { state: 'active' } })],
		['the first users alone', getMany({ limit: 1200 })],
	])('lists where another run has seen %s', async (_what, parameters) => {
		await run(parameters);
		asked();
		await run(get('email', emailOf(5)));

		expect(asked()).toBe('list list list');
	});

	it('lists where a listing has broken off', async () => {
		sandbox.fault({ match: 'list', skip: 2, status: 400 });
		await run(get('email', emailOf(5)));
		asked();
		await run(get('email', emailOf(5)));

		expect(asked()).toBe('list list list');
	});

	it('looks at each of several people, and lists as soon as one of them is unknown', async () => {
		await listOnce();
		await run(get('email', FROM_INPUT), named([emailOf(7), emailOf(8), emailOf(7)]));
		expect(asked()).toBe('get get');
		const { items } = await run(
			get('email', FROM_INPUT, { onMissingUser: 'report' }),
			named([emailOf(7), 'no@one.test']),
		);

		expect(asked()).toBe('list list list');
		expect(items.map(({ json }) => json.found ?? json.email)).toEqual([emailOf(7), false]);
	});

	it('looks at as many people as a listing is worth', async () => {
		await listOnce();
		const emails = sandbox.users.slice(100, 130).map(({ email }) => email);
		await run(get('email', FROM_INPUT), named(emails));

		expect(asked()).toBe(emails.map(() => 'get').join(' '));
	});

	it('lists for more people than a listing is worth', async () => {
		await listOnce();
		const emails = sandbox.users.slice(0, 31).map(({ email }) => email);
		await run(get('email', FROM_INPUT), named(emails));

		expect(asked()).toBe('list list list');
	});

	it('reads IDs beside, as ever', async () => {
		await listOnce();
		const input = named([emailOf(7), sandbox.users[9]!.id]);
		const { items } = await run(get('id', FROM_INPUT), input);

		expect(items.map(({ json }) => json.email)).toEqual([emailOf(7), emailOf(9)]);
		expect(asked()).toBe('get get');
	});
});

describe('a hint never changes a result', () => {
	beforeEach(listOnce);

	it('where the user has another email by now, and somebody else has theirs', async () => {
		const [before, after] = [sandbox.users[20]!, sandbox.users[21]!];
		const { email } = before;
		sandbox.changeUser(before.id, { email: 'moved@example.test' });
		sandbox.changeUser(after.id, { email });
		const { items } = await run(suspend('email', email));

		expect(items[0]?.json).toMatchObject({ id: after.id, changed: true });
		expect(asked()).toBe('get list list list suspend');
		expect(sandbox.user(before.id).state).toBe('ACTIVE');
	});

	it('where the user is gone', async () => {
		const { id, email } = sandbox.users[22]!;
		sandbox.removeUser(id);
		const { error } = await run(suspend('email', email));

		expect(error?.message).toBe(`No user with the email ${email} in this account`);
		expect(asked()).toMatch(/^get list( list){2,3}$/);
	});

	it('where the user is suspended and somebody else got the email', async () => {
		const { id, email } = sandbox.users[23]!;
		sandbox.changeUser(id, { state: 'SUSPENDED' });
		const twin = sandbox.addUser({ email });
		const { error } = await run(suspend('email', email));

		expect(error?.message).toBe(`Several users have the email ${email}`);
		sandbox.removeUser(twin.id);
	});

	it('where the user is suspended already', async () => {
		const { id, email } = sandbox.users[24]!;
		sandbox.changeUser(id, { state: 'SUSPENDED' });
		const { items } = await run(suspend('email', email));

		expect(items[0]?.json).toMatchObject({ id, previous_state: 'SUSPENDED', changed: false });
		expect(asked()).toBe('get list list list');
	});

	it.each([1, 8])('where reads by ID get 401 and listings do not, for %d emails', async (count) => {
		sandbox.fault({ match: 'get', status: 401, times: Infinity });
		const emails = sandbox.users.slice(50, 50 + count).map(({ email }) => email);
		const { items } = await run(get('email', FROM_INPUT), named(emails));

		expect(items.map(({ json }) => json.email)).toEqual(emails);
	});

	it('where one read is refused, which the next run does not suffer from', async () => {
		sandbox.fault({ match: 'get', status: 403 });
		await run(get('email', emailOf(33)));
		expect(asked()).toBe('get list list list');
		const { items } = await run(get('email', emailOf(33)));

		expect(items[0]?.json.email).toBe(emailOf(33));
		expect(asked()).toBe('get');
	});

	it('for Reactivate counts who is suspended', async () => {
		const { id, email } = sandbox.users[25]!;
		sandbox.changeUser(id, { state: 'SUSPENDED' });
		const { items } = await run(reactivate('email', email));

		expect(items[0]?.json).toMatchObject({ id, previous_state: 'SUSPENDED', changed: true });
		expect(asked()).toBe('get reactivate');
	});

	it.each([403, 404, 400])(
		'where the application may not read by ID, or the read gives %d',
		async (status) => {
			sandbox.fault({ match: 'get', status, times: Infinity });
			const { items } = await run(get('email', emailOf(30)));

			expect(items[0]?.json.email).toBe(emailOf(30));
		},
	);

	it('where 1Password gives no ID for the user', async () => {
		const email = emailOf(34);
		const transform = (body: unknown) => {
			const { results } = body as { results: Array<{ email: string }> };
			const listed = results.map((user) => (user.email === email ? { ...user, id: undefined } : user));
			return { ...(body as object), results: listed };
		};
		sandbox.fault({ match: 'list', times: Infinity, transform });
		forget();
		const first = await run(get('email', email));
		expect(asked()).toBe('list list list');
		const { items } = await run(get('email', email));

		expect(items[0]?.json).toMatchObject({ email });
		expect(items[0]?.json).toEqual(first.items[0]?.json);
		expect(asked()).toBe('list list list');
	});

	it('where the read shows no email', async () => {
		sandbox.fault({ match: 'get', transform: (body) => ({ ...(body as object), email: undefined }) });
		const { items } = await run(get('email', emailOf(35)));

		expect(items[0]?.json.email).toBe(emailOf(35));
		expect(asked()).toBe('get list list list');
	});

	it.each([0, 1, 2])('where the user of one email of three cannot be read (%d)', async (place) => {
		const users = sandbox.users.slice(60, 63);
		sandbox.fault({ match: users[place]!.id, status: 404 });
		const emails = users.map(({ email }) => email);
		const { items } = await run(get('email', FROM_INPUT), named(emails));

		expect(items.map(({ json }) => json.email)).toEqual(emails);
	});

	it('where several users had the email when they were listed', async () => {
		const twin = sandbox.addUser({ email: emailOf(31) });
		forget();
		await run(getMany({ returnAll: true }));
		asked();
		const { error } = await run(get('email', emailOf(31)));
		sandbox.removeUser(twin.id);

		expect(error?.message).toBe(`Several users have the email ${emailOf(31)}`);
		expect(asked()).toBe('list list list');
	});

	it('except that who got the email second is not seen while the first still has it and is active', async () => {
		const { id, email } = sandbox.users[32]!;
		const twin = sandbox.addUser({ email });
		const { items } = await run(get('email', email));
		sandbox.removeUser(twin.id);

		expect(items[0]?.json.id).toBe(id);
	});
});

describe('what is known is forgotten', () => {
	beforeEach(listOnce);

	it('when the token is revoked', async () => {
		await run(revoke);
		asked();
		await run(get('email', emailOf(3)));

		expect(asked()).toBe('list list list');
	});

	it('when the token is revoked while everyone is listed', async () => {
		forget();
		sandbox.latency(20);
		const listing = run(getMany({ returnAll: true }));
		while (sandbox.requests('list').length === 0) await aTurn();
		await run(revoke);
		await listing;
		sandbox.latency(0);
		asked();
		await run(get('email', emailOf(3)));

		expect(asked()).toBe('list list list');
	});

	it('for another client, account, secret or host', async () => {
		const { clientId, clientSecret } = sandbox.addApplication();
		credential = credentialFor(sandbox, { clientId, clientSecret });
		await run(get('email', emailOf(3)));

		expect(asked()).toBe('list list list');
	});
});
