import { startSandbox, type Sandbox } from '../../../sandbox/server.ts';
import { caller, send } from './client.ts';
import { aListWith, aText, aTextWith } from './expected.ts';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox({ users: 4, suspendedShare: 0 });
});
afterEach(() => sandbox.close());

const control = (method: string, path: string, body?: unknown) =>
	send(sandbox, {
		method,
		path: `/_sandbox${path}`,
		body: body === undefined ? undefined : JSON.stringify(body),
	});

it('lists its controls at /_sandbox, and says so for an unknown one', async () => {
	const help = await control('GET', '');
	const unknown = await control('GET', '/nothing');

	expect(help.json).toMatchObject({
		controls: aListWith(aText(/^PUT \/_sandbox\/latency/)),
	});
	expect(unknown).toMatchObject({ status: 404, json: { error: aTextWith('GET /_sandbox') } });
});

it('shows at /_sandbox what to enter into a credential of n8n', async () => {
	const { json } = await control('GET', '');

	expect(json).toMatchObject({
		credential: {
			Region: 'Custom',
			'Base URL': sandbox.url,
			'Account ID': sandbox.accountId,
			'Client ID': sandbox.clientId,
			'Client Secret': sandbox.clientSecret,
		},
	});
});

it('tells its state: address, credentials, settings and counters', async () => {
	const call = await caller(sandbox);
	await call('');

	expect((await control('GET', '/state')).json).toEqual({
		url: sandbox.url,
		accountId: sandbox.accountId,
		clientId: sandbox.clientId,
		clientSecret: sandbox.clientSecret,
		strict: false,
		shapes: sandbox.settings().shapes,
		versions: ['v1', 'v1beta1'],
		scopes: ['users.get', 'users.list', 'users.suspend', 'users.reactivate'],
		tokenLifetimeSeconds: 900,
		latencyMs: 0,
		paging: {},
		provisioned: false,
		applications: 1,
		users: 4,
		suspended: 0,
		tokens: { issued: 1, live: 1 },
		requests: 2,
		maxConcurrent: 1,
		connections: 1,
		faults: 0,
		deviations: 0,
	});
});

it('adds, reads, changes and removes users', async () => {
	const added = await control('POST', '/users', { email: 'ana@example.com' });
	const changed = await control('PATCH', '/users/ana@example.com', {
		state: 'SUSPENDED',
		display_name: null,
	});
	const read = await control('GET', '/users/ana%40example.com');
	const some = await control('GET', '/users?offset=3&limit=5');
	const removed = await control('DELETE', '/users/ana@example.com');
	const gone = await control('GET', '/users/ana@example.com');

	expect(added.json).toMatchObject({
		email: 'ana@example.com',
		state: 'ACTIVE',
		display_name: aText(),
	});
	expect(changed.json).toMatchObject({ state: 'SUSPENDED' });
	expect(read.json).toEqual(changed.json);
	expect(read.json).not.toHaveProperty('display_name');
	expect(some.json).toHaveLength(2);
	expect([removed.status, gone.status]).toEqual([204, 404]);
});

it('hands out a roster that differs from the directory in everything an audit looks for', async () => {
	for (let user = 4; user < 30; user++) sandbox.addUser();
	const { text } = await control('GET', '/roster.csv');
	const emails = text.match(/[^",\s]+@[^",\s]+/g) ?? [];
	const listed = new Set(emails.map((email) => email.toLowerCase()));
	const known = sandbox.users.map(({ email = '' }) => email);

	expect(text).toMatch(/^"email","name"\r\n"/);
	expect(emails.some((email) => email === email.toUpperCase())).toBe(true);
	expect(known.filter((email) => !listed.has(email))).toHaveLength(3);
	expect([...listed].filter((email) => !known.includes(email))).toHaveLength(2);
});

it('makes a last owner and a managed administrator', async () => {
	const [, second, third] = sandbox.users;
	await control('PUT', '/last-owner', { user: second?.email });
	await control('PUT', '/managed-administrator', { user: third?.id });

	expect(sandbox.users.map(({ kind }) => kind)).toEqual([
		'member',
		'owner',
		'managedAdministrator',
		'member',
	]);
});

it('adds, lists and clears faults', async () => {
	const call = await caller(sandbox);
	const one = { match: 'list', times: 'always', status: 429, headers: { 'retry-after': '1' } };
	const added = await control('POST', '/faults', [one, { kind: 'hang' }]);
	const hit = await call('');
	const listed = await control('GET', '/faults');
	await control('DELETE', '/faults');

	expect(added.status).toBe(204);
	expect(hit).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
	expect(listed.json).toEqual([
		{ ...one, skip: 0 },
		{ kind: 'hang', skip: 0, times: 1 },
	]);
	expect((await call('')).status).toBe(200);
});

it('switches latency, paging, token lifetime, versions, scopes and provisioning', async () => {
	const replies = [
		await control('PUT', '/latency', { ms: 5 }),
		await control('PUT', '/paging', { longest: 2 }),
		await control('PUT', '/token-lifetime', { seconds: 60 }),
		await control('PUT', '/versions', { versions: ['v1'] }),
		await control('PUT', '/scopes', { scopes: ['users.list'] }),
		await control('PUT', '/provisioned', { provisioned: true }),
	];

	expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 204));
	expect(sandbox.settings()).toMatchObject({
		latencyMs: 5,
		paging: { longest: 2 },
		tokenLifetimeSeconds: 60,
		versions: ['v1'],
		scopes: ['users.list'],
	});
	expect(sandbox.provisioned).toBe(true);
});

it('revokes all tokens', async () => {
	const call = await caller(sandbox);
	await control('POST', '/revoke-all-tokens');

	expect((await call('')).status).toBe(401);
});

it('shows and clears the request log', async () => {
	const call = await caller(sandbox);
	await call('');
	const found = await control('GET', '/requests?pattern=GET%20/users');
	await control('DELETE', '/requests');

	expect(found.json).toMatchObject([{ operation: 'list', status: 200 }]);
	expect((await control('GET', '/requests')).json).toEqual([]);
});

it('stays out of the log and of the way of faults and latency', async () => {
	sandbox.fault({ status: 500 });
	sandbox.latency(60_000);
	const reply = await control('GET', '/state');

	expect(reply.status).toBe(200);
	expect([sandbox.requests(), sandbox.maxConcurrent(), sandbox.connections()]).toEqual([[], 0, 0]);
});

it('serves its OpenAPI document', async () => {
	expect((await control('GET', '/openapi.json')).json).toMatchObject({ openapi: '3.1.0' });
});

it.each([
	['PUT', '/latency', { ms: 'long' }],
	['PUT', '/latency', undefined],
	['PUT', '/paging', { longer: 1 }],
	['PUT', '/versions', { versions: 'v1' }],
	['PUT', '/scopes', {}],
	['PUT', '/provisioned', { provisioned: 'yes' }],
	['PUT', '/last-owner', {}],
	['POST', '/faults', { stauts: 500 }],
	['POST', '/faults', 'hang'],
	['POST', '/users', { state: 'GONE' }],
	['GET', '/users?offset=x', undefined],
])('refuses %s %s with %j, and says why', async (method, path, body) => {
	const { status, json } = await control(method, path, body);

	expect({ status, json }).toEqual({
		status: 400,
		json: { error: aText(/must|have no|has no/) },
	});
});

it('refuses a body that is no JSON', async () => {
	expect(await send(sandbox, { method: 'PUT', path: '/_sandbox/latency', body: '{' })).toMatchObject({
		status: 400,
		json: { error: 'The body must be JSON' },
	});
});
