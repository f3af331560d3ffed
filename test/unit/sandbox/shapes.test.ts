import { startSandbox, type Sandbox, type SandboxUser, type Shapes } from '../../../sandbox/server.ts';
import { allPages, caller, newToken, postForm, rpc, send, type UserList } from './client.ts';
import { aText } from './expected.ts';

let sandbox: Sandbox;
let call: Awaited<ReturnType<typeof caller>>;
let member: SandboxUser;
beforeEach(async () => {
	sandbox = await startSandbox({ users: 40, suspendedShare: 0.1 });
	call = await caller(sandbox);
	member = sandbox.users[1] as SandboxUser;
});
afterEach(() => sandbox.close());

const GRANT = 'grant_type=client_credentials';

it.each([
	['empty', ''],
	['null', null],
] as const)('unset fields can be sent as %s', async (unsetFields, value) => {
	sandbox.setShapes({ unsetFields });
	sandbox.changeUser(member.id, { email: undefined, display_name: undefined });
	const one = await call(`/${member.id}`);
	const { results, next_page_token } = (await call('?max_page_size=1000')).json as UserList;

	expect(one.json).toMatchObject({ id: member.id, email: value, display_name: value });
	expect(results[1]).toEqual(one.json);
	expect(next_page_token).toBe(value);
	expect((await postForm(sandbox, '/v1/oauth/token', GRANT)).json).not.toHaveProperty('email');
});

it.each([
	['html', /^text\/html/, /^<!DOCTYPE html>/],
	['json', /^application\/json/, /^\{"code":5,/],
	['text', /^text\/plain/, /^404 page not found$/m],
] as const)('an unknown path can be answered with %s', async (unknownPaths, type, body) => {
	sandbox.setShapes({ unknownPaths });
	const { status, headers, text } = await send(sandbox, { path: '/v3' });

	expect({ status, type: headers['content-type'], text }).toEqual({
		status: 404,
		type: aText(type),
		text: aText(body),
	});
});

it.each([401, 403, 404, 405, 410, 501] as const)('and with the status %d', async (gatewayStatus) => {
	const other = await startSandbox({ users: 1, gatewayStatus });
	const { status } = await send(other, { path: '/v3' });
	await other.close();

	expect(status).toBe(gatewayStatus);
});

it.each([
	['405-json', 405, /^\{"code":12/],
	['405-text', 405, /^Method Not Allowed$/m],
	['405-empty', 405, /^$/],
	['501-text', 501, /^Not Implemented$/m],
] as const)('a wrong method can be answered with %s', async (wrongMethods, status, body) => {
	sandbox.setShapes({ wrongMethods });

	expect(await call('', { method: 'DELETE' })).toMatchObject({ status, text: aText(body) });
});

it.each([
	['upper-case', 'PERMISSION_DENIED'],
	['lower-case', 'permission_denied'],
] as const)('codes of errors can be names in %s', async (errorCodes, code) => {
	sandbox.setShapes({ errorCodes });
	const reply = await call(`/${sandbox.users[0]?.id}:suspend`, { method: 'POST' });

	expect(reply).toMatchObject({ status: 403, json: { code, message: 'no_owner_remain', details: [] } });
});

it('details of errors can hold objects', async () => {
	sandbox.setShapes({ errorDetails: 'objects' });

	expect((await call('/nobody')).json).toEqual({
		...rpc(5),
		details: [
			{ '@type': aText(/ErrorInfo$/), reason: 'NOT_FOUND', domain: aText(), metadata: { service: 'users' } },
		],
	});
});

it('pages can be filtered after they are cut, so that many are short or empty and still nobody is lost', async () => {
	sandbox.setShapes({ filtering: 'after-paging' });
	const pages = await allPages(call, 'filter=user.isSuspended()&max_page_size=4');
	const found = pages.flatMap(({ results }) => results.map(({ id }) => id));

	expect(pages).toHaveLength(10);
	expect(pages.filter(({ results }) => results.length === 0).length).toBeGreaterThanOrEqual(6);
	expect(found).toEqual(sandbox.users.filter(({ state }) => state === 'SUSPENDED').map(({ id }) => id));
});

it.each([
	['number', 59.5],
	['whole-number', 59],
	['text', '59.5'],
	['absent', undefined],
] as const)('expires_in can be written as %s', async (expiresIn, expected) => {
	sandbox.setShapes({ expiresIn });
	sandbox.setTokenLifetime(59.5);
	const { status, json } = await postForm(sandbox, '/v1/oauth/token', GRANT);

	expect(status).toBe(200);
	expect((json as Record<string, unknown>)['expires_in']).toBe(expected);
});

it('a token can die when its application gets a new one', async () => {
	const other = sandbox.addApplication();
	const pair = Buffer.from(`${other.clientId}:${other.clientSecret}`).toString('base64');
	sandbox.setShapes({ tokens: 'latest-only' });
	await postForm(sandbox, '/v1/oauth/token', GRANT, { authorization: `Basic ${pair}` });
	const before = await call('');
	await newToken(sandbox);

	expect([before.status, (await call('')).status]).toEqual([200, 401]);
	expect(sandbox.tokens()).toEqual({ issued: 3, live: 2 });
});

it('more requests than allowed in a second get 429 with Retry-After and have no effect', async () => {
	await new Promise((resolve) => setTimeout(resolve, 1000));
	sandbox.setShapes({ requestsPerSecond: 3 });
	const replies = await Promise.all(
		Array.from({ length: 5 }, () => call(`/${member.id}:suspend`, { method: 'POST' })),
	);
	const refused = replies.filter(({ status }) => status === 429);

	expect(replies.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429, 429]);
	expect(refused[0]).toMatchObject({ headers: { 'retry-after': '1' }, json: rpc(8) });
	await new Promise((resolve) => setTimeout(resolve, 1000));
	expect((await call('')).status).toBe(200);
});

it('all of them are set over HTTP, at the start, and back again', async () => {
	const control = (body: unknown) =>
		send(sandbox, { method: 'PUT', path: '/_sandbox/shapes', body: JSON.stringify(body) });
	const statuses = [
		(await control({ unsetFields: 'null' })).status,
		(await control({ errorCodes: 'upper-case', requestsPerSecond: 100 })).status,
	];
	const set = sandbox.settings().shapes;
	await control(null);
	const started = await startSandbox({ users: 1, shapes: { unsetFields: 'empty' } });
	await started.close();

	expect(statuses).toEqual([204, 204]);
	expect(set).toMatchObject({ unsetFields: 'null', errorCodes: 'upper-case', requestsPerSecond: 100 });
	expect(sandbox.settings().shapes).toMatchObject({ unsetFields: 'absent', requestsPerSecond: 0 });
	expect(started.settings().shapes.unsetFields).toBe('empty');
});

it.each([{ unsetFields: 'nil' }, { unset: 'null' }, { requestsPerSecond: -1 }, 'null', []])(
	'refuses the shapes %j',
	(shapes) => {
		expect(() => sandbox.setShapes(shapes as Partial<Shapes>)).toThrow(/must be|have no/);
	},
);
