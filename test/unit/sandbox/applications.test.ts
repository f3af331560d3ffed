import { startSandbox, type Application, type Sandbox } from '../../../sandbox/server.ts';
import { basic, postForm, send } from './client.ts';
import { aText, aTextWith } from './expected.ts';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox({
		users: 4,
		suspendedShare: 0,
		applications: [{ clientId: 'auditor', scopes: ['users.list'] }],
	});
});
afterEach(() => sandbox.close());

async function tokenOf({ clientId, clientSecret }: Application): Promise<string> {
	const authorization = basic(sandbox, clientId, clientSecret);
	const { json } = await postForm(sandbox, '/v1/oauth/token', 'grant_type=client_credentials', {
		authorization,
	});
	return (json as { access_token: string }).access_token;
}

async function statusOf(token: string, path: string): Promise<number> {
	const headers = { authorization: `Bearer ${token}`, 'user-agent': 'test/1.0' };
	return (await send(sandbox, { path: `/v1/accounts/${sandbox.accountId}/users${path}`, headers })).status;
}

it('gives each application its own permissions', async () => {
	const [full, auditor] = sandbox.applications();
	const tokens = [await tokenOf(full!), await tokenOf(auditor!)];
	const user = `/${sandbox.users[1]?.id}`;

	expect(await Promise.all(tokens.map((token) => statusOf(token, '')))).toEqual([200, 200]);
	expect(await Promise.all(tokens.map((token) => statusOf(token, user)))).toEqual([200, 403]);
	sandbox.setScopes(['users.get'], 'auditor');
	expect(await Promise.all(tokens.map((token) => statusOf(token, user)))).toEqual([200, 200]);
	expect(await Promise.all(tokens.map((token) => statusOf(token, '')))).toEqual([200, 403]);
});

it("revokes only an application's own tokens", async () => {
	const token = await tokenOf(sandbox.applications()[1]!);
	const reply = await postForm(sandbox, '/v1/oauth/revoke', `token=${token}`);

	expect(reply.status).toBe(200);
	expect(await statusOf(token, '')).toBe(200);
});

it('is controlled over HTTP', async () => {
	const control = async (method: string, path: string, body?: unknown) =>
		await send(sandbox, {
			method,
			path: `/_sandbox${path}`,
			body: body === undefined ? undefined : JSON.stringify(body),
		});
	const added = (await control('POST', '/applications', { scopes: ['users.get'] })).json as Application;
	const token = await tokenOf(added);
	await control('PUT', '/scopes', { scopes: ['users.list'], clientId: added.clientId });
	const listed = await statusOf(token, '');
	const removed = await control('DELETE', `/applications/${added.clientId}`);

	expect(added).toEqual({ clientId: aText(/^[\da-f-]{36}$/), clientSecret: aText(), scopes: ['users.get'] });
	expect([listed, removed.status, await statusOf(token, '')]).toEqual([200, 204, 401]);
	expect((await control('GET', '/applications')).json).toHaveLength(2);
	expect(await control('DELETE', '/applications/nobody')).toMatchObject({ status: 404 });
	expect(await control('DELETE', `/applications/${sandbox.clientId}`)).toMatchObject({
		status: 400,
		json: { error: aTextWith('must stay') },
	});
});

it.each([
	{ clientId: 'auditor' },
	{ clientId: 'a:b' },
	{ clientId: '' },
	{ scopes: ['users.delete'] },
	{ clientId: 7 },
])('refuses the application %j', (application) => {
	expect(() => sandbox.addApplication(application as Partial<Application>)).toThrow(/must be/);
});

it('makes up another client ID also after one was removed', () => {
	const first = sandbox.addApplication({});
	const second = sandbox.addApplication({});
	sandbox.removeApplication(first.clientId);
	const third = sandbox.addApplication({});

	expect(new Set([second.clientId, third.clientId]).size).toBe(2);
	expect(sandbox.applications()).toContainEqual(third);
});

it('goes back to how it started: people, applications, settings, tokens, faults and logs', async () => {
	const token = await tokenOf(sandbox.applications()[0]!);
	const state = async () => (await send(sandbox, { path: '/_sandbox/state' })).json;
	const before = structuredClone(sandbox.users);
	sandbox.removeUser(before[1]!.id);
	sandbox.changeUser(before[2]!.id, { state: 'SUSPENDED' });
	sandbox.removeApplication('auditor');
	sandbox.setScopes([]);
	sandbox.setStrict(true);
	sandbox.latency(1);
	sandbox.fault({ status: 500 });
	await send(sandbox, { path: '/' });
	await send(sandbox, { method: 'POST', path: '/_sandbox/reset' });

	expect(sandbox.users).toEqual(before);
	expect(await statusOf(token, '')).toBe(401);
	expect(await state()).toMatchObject({
		users: 4,
		applications: 2,
		scopes: { length: 4 },
		strict: false,
		latencyMs: 0,
		tokens: { issued: 0, live: 0 },
		requests: 1,
		deviations: 0,
		faults: 0,
	});
});

it('takes people from the options: fields left out are made up, and the first one is the owner', async () => {
	const directory = [{ email: 'ana@example.com' }, { email: 'bo@example.com', state: 'SUSPENDED' as const }];
	const other = await startSandbox({ directory });
	await other.close();

	expect(other.users).toMatchObject([
		{ email: 'ana@example.com', kind: 'owner', state: 'ACTIVE', id: aText(/^[A-Z2-7]{26}$/) },
		{ email: 'bo@example.com', kind: 'member', state: 'SUSPENDED', display_name: aText() },
	]);
	await expect(startSandbox({ directory: [{ state: 'GONE' as 'ACTIVE' }] })).rejects.toThrow(/state/);
});
