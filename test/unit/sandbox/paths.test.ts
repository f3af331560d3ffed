import { startSandbox, type Sandbox } from '../../../sandbox/server.ts';
import { caller, newToken, postForm, rpc, send } from './client.ts';

let sandbox: Sandbox;
let headers: Record<string, string>;
let id: string;
beforeEach(async () => {
	sandbox = await startSandbox({ users: 2 });
	headers = { authorization: `Bearer ${await newToken(sandbox)}`, 'user-agent': 'sandbox-test/1.0' };
	id = String(sandbox.users[1]?.id);
});
afterEach(() => sandbox.close());

it.each(['..', '.', '%2e%2e', '%zz', '%', 'a%2Fb', '%00', 'nobody', 'x'.repeat(5000), '{id}%20', '%7Bid%7D'])(
	'knows no user "%s", and decodes nothing to find one',
	async (odd) => {
		const path = `/v1/accounts/${sandbox.accountId}/users/${odd.replace('{id}', id)}`;

		expect(await send(sandbox, { path, headers })).toMatchObject({
			status: 404,
			json: rpc(5, 'user not found'),
		});
	},
);

it.each(['{id}%3Asuspend', '{lower}:suspend', '%49{tail}:suspend'])('suspends nobody at %s', async (odd) => {
	const name = odd.replace('{id}', id).replace('{lower}', id.toLowerCase()).replace('{tail}', id.slice(1));
	const path = `/v1/accounts/${sandbox.accountId}/users/${name}`;

	expect((await send(sandbox, { path, method: 'POST', headers })).status).toBeGreaterThanOrEqual(404);
	expect(sandbox.users.every(({ state }) => state === 'ACTIVE')).toBe(true);
});

it.each([
	'/',
	'/v1',
	'/v2/accounts/{account}/users',
	'/V1/accounts/{account}/users',
	'//v1/accounts/{account}/users',
	'/v1/accounts/{account}/users/',
	'/v1/accounts/{account}//users',
	'/v1/accounts//users',
	'/v1/accounts/{account}/users/{id}/x',
	'/v1/accounts/{account}/users/{id}:delete',
	'/v1/accounts/{account}/users/:suspend',
	'/v1/accounts/{account}/%75sers',
	'/v1/x/../accounts/{account}/users',
	'/v1/oauth/token/',
	'/v1/users/oauth2/token',
	'/_sandboxes',
])('leaves %s to the gateway, which answers with a web page', async (path) => {
	const target = path.replace('{account}', sandbox.accountId).replace('{id}', id);
	const reply = await send(sandbox, { path: target, headers });

	expect(reply).toMatchObject({ status: 404, json: undefined });
	expect(reply.headers['content-type']).toMatch(/^text\/html/);
});

it.each([401, 403, 404, 410] as const)(
	'lets the gateway answer %d for a version that does not exist',
	async (status) => {
		const other = await startSandbox({ versions: ['v1beta1'], gatewayStatus: status });
		const gone = await postForm(other, '/v1/oauth/token', 'grant_type=client_credentials');
		const there = await (await caller(other, 'v1beta1'))('');
		await other.close();

		expect(gone).toMatchObject({ status, json: undefined });
		expect(there.status).toBe(200);
	},
);

it('can lose a version and get another while it runs', async () => {
	const call = await caller(sandbox, 'v1beta1');
	sandbox.setVersions(['v1']);
	const gone = await call('');
	sandbox.setVersions(['v1', 'v1beta1']);

	expect(gone).toMatchObject({ status: 404, json: undefined });
	expect((await call('')).status).toBe(200);
});

it('knows no other account', async () => {
	const path = `/v1/accounts/${'A'.repeat(26)}/users`;

	expect(await send(sandbox, { path, headers })).toMatchObject({
		status: 404,
		json: rpc(5, 'account not found'),
	});
});

it.each([
	['POST', ''],
	['DELETE', '/{id}'],
	['PATCH', '/{id}'],
	['GET', '/{id}:suspend'],
	['PUT', '/{id}:reactivate'],
	['PROPFIND', '/{id}'],
])('answers %s .../users%s with 405', async (method, rest) => {
	const path = `/v1/accounts/${sandbox.accountId}/users${rest.replace('{id}', id)}`;

	expect(await send(sandbox, { path, method, headers })).toMatchObject({ status: 405, json: rpc(12) });
	expect(sandbox.requests(method).at(-1)).toMatchObject({ method, status: 405, operation: undefined });
});
