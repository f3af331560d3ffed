import { startSandbox, type Sandbox, type SandboxUser, type Scope } from '../../../sandbox/server.ts';
import { caller, newToken, rpc, send } from './client.ts';
import { aTextWith } from './expected.ts';

let sandbox: Sandbox;
let call: Awaited<ReturnType<typeof caller>>;
let member: SandboxUser;
let owner: SandboxUser;
beforeEach(async () => {
	sandbox = await startSandbox({ users: 5, suspendedShare: 0 });
	call = await caller(sandbox);
	[owner, member] = sandbox.users as [SandboxUser, SandboxUser];
});
afterEach(() => sandbox.close());

const post = { method: 'POST' };
const suspend = (user: SandboxUser) => call(`/${user.id}:suspend`, post);
const reactivate = (user: SandboxUser) => call(`/${user.id}:reactivate`, post);

describe('get, suspend and reactivate', () => {
	it('answers with the user, and remembers the new state', async () => {
		const suspended = await suspend(member);
		const read = await call(`/${member.id}`);
		const reactivated = await reactivate(member);

		expect(suspended).toMatchObject({ status: 200, json: { id: member.id, state: 'SUSPENDED' } });
		expect(read.json).toEqual(suspended.json);
		expect(reactivated).toMatchObject({ status: 200, json: { id: member.id, state: 'ACTIVE' } });
		expect(reactivated.json).not.toHaveProperty('kind');
	});

	it('is idempotent: a user who already has the state comes back unchanged', async () => {
		const [first, second] = [await suspend(member), await suspend(member)];
		const active = await reactivate(owner);

		expect(second).toMatchObject({ status: 200, json: first.json });
		expect(active).toMatchObject({ status: 200, json: { id: owner.id, state: 'ACTIVE' } });
	});

	it('leaves out what a user does not have', async () => {
		sandbox.changeUser(member.id, { email: undefined, state: undefined });
		const { status, json } = await call(`/${member.id}`);

		expect(status).toBe(200);
		expect(Object.keys(json as object).sort()).toEqual(['create_time', 'display_name', 'id', 'path']);
	});
});

describe('who cannot be suspended', () => {
	it('is the last remaining owner', async () => {
		expect(await suspend(owner)).toMatchObject({ status: 403, json: rpc(7, 'no_owner_remain') });
		expect(sandbox.user(owner.id).state).toBe('ACTIVE');
	});

	it('is the last ACTIVE owner, even if suspended owners remain', async () => {
		sandbox.changeUser(member.id, { kind: 'owner' });

		expect(await suspend(owner)).toMatchObject({ status: 200 });
		expect(await suspend(member)).toMatchObject({ status: 403, json: rpc(7, 'no_owner_remain') });
	});

	it('is whoever was made the last owner', async () => {
		sandbox.setLastOwner(String(member.email));

		expect(await suspend(member)).toMatchObject({ status: 403 });
		expect(await suspend(owner)).toMatchObject({ status: 200 });
	});

	it('is an externally managed administrator', async () => {
		sandbox.setManagedAdministrator(member.id);

		expect(await suspend(member)).toMatchObject({
			status: 403,
			json: rpc(7, aTextWith('managed')),
		});
		expect(sandbox.user(member.id).state).toBe('ACTIVE');
	});
});

describe('a call that is refused', () => {
	it.each([undefined, 'node', 'n8n', 'product/', '/1.0', 'Mozilla/5.0 (X11)', 'a/1.0 b/2.0'])(
		'has the User-Agent %s, if the sandbox is strict',
		async (agent) => {
			const headers = {
				authorization: `Bearer ${await newToken(sandbox)}`,
				...(agent && { 'user-agent': agent }),
			};
			const path = `/v1/accounts/${sandbox.accountId}/users`;

			const lenient = await send(sandbox, { path, headers });
			sandbox.setStrict(true);

			expect(lenient.status).toBe(200);
			expect(await send(sandbox, { path, headers })).toMatchObject({ status: 400, json: rpc(3) });
		},
	);

	it.each(['', 'Bearer', 'Bearer unknown', 'Basic eDp5'])(
		'has the Authorization "%s"',
		async (authorization) => {
			expect(await call('', { headers: { authorization } })).toMatchObject({ status: 401, json: rpc(16) });
		},
	);

	it.each([
		['users.list', 'GET', ''],
		['users.get', 'GET', '/ID'],
		['users.suspend', 'POST', '/ID:suspend'],
		['users.reactivate', 'POST', '/ID:reactivate'],
	] as const)('lacks the permission %s, and only that one', async (missing, method, path) => {
		const all: Scope[] = ['users.get', 'users.list', 'users.suspend', 'users.reactivate'];
		const target = path.replace('ID', member.id);
		sandbox.setScopes(all.filter((scope) => scope !== missing));
		const without = await call(target, { method });
		sandbox.setScopes([missing]);
		const onlyWith = await call(target, { method });

		expect(without).toMatchObject({ status: 403, json: rpc(7, aTextWith(missing)) });
		expect(onlyWith.status).toBe(200);
	});

	it('is for an account with automated provisioning', async () => {
		sandbox.provisioned = true;

		expect(await call('')).toMatchObject({
			status: 403,
			json: rpc(7, aTextWith('provisioning')),
		});
		expect(await suspend(member)).toMatchObject({ status: 403 });
	});

	it.each([
		['suspend', 'POST', ':suspend'],
		['reactivate', 'POST', ':reactivate'],
		['get', 'GET', ''],
	])('is %s with a body; on a GET only if the sandbox is strict', async (_name, method, verb) => {
		const body = '{}';
		const withLength = {
			method,
			body,
			headers: { 'content-type': 'application/json', 'content-length': '2' },
		};
		const chunked = { method, body, headers: { 'transfer-encoding': 'chunked' } };

		const lenient = [
			await call(`/${member.id}${verb}`, withLength),
			await call(`/${member.id}${verb}`, chunked),
		];
		sandbox.setStrict(true);

		expect(lenient.map(({ status }) => status)).toEqual(method === 'GET' ? [200, 200] : [400, 400]);
		expect(await call(`/${member.id}${verb}`, withLength)).toMatchObject({ status: 400, json: rpc(3) });
		expect(await call(`/${member.id}${verb}`, chunked)).toMatchObject({ status: 400, json: rpc(3) });
		expect(sandbox.user(member.id).state).toBe('ACTIVE');
	});

	it('has a query where none belongs, if the sandbox is strict', async () => {
		const lenient = [
			await call(`/${member.id}?fields=id`),
			await call(`/${owner.id}:reactivate?force=true`, post),
		];
		sandbox.setStrict(true);

		expect(lenient.map(({ status }) => status)).toEqual([200, 200]);
		expect(await call(`/${member.id}?fields=id`)).toMatchObject({ status: 400, json: rpc(3) });
		expect(await call(`/${member.id}:suspend?force=true`, post)).toMatchObject({ status: 400, json: rpc(3) });
	});
});

it('takes an announced but empty body for none', async () => {
	const headers = { 'content-type': 'application/json', 'content-length': '0' };

	expect(await call(`/${member.id}:suspend`, { ...post, headers })).toMatchObject({ status: 200 });
});
