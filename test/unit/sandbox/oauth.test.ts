import { startSandbox, type Sandbox } from '../../../sandbox/server.ts';
import { basic, caller, newToken, postForm, rpc, send } from './client.ts';
import { aText } from './expected.ts';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox({ users: 2 });
});
afterEach(() => sandbox.close());

const GRANT = 'grant_type=client_credentials';

describe.each([
	['v1', '/v1/oauth'],
	['v1beta1', '/v1beta1/users/oauth2'],
] as const)('the token call of %s', (version, base) => {
	it('answers Basic credentials and a form with an opaque bearer token that nobody may store', async () => {
		const { status, headers, json } = await postForm(sandbox, `${base}/token`, GRANT);

		expect(status).toBe(200);
		expect(json).toEqual({
			access_token: aText(/^[\w-]{40,}$/),
			token_type: 'Bearer',
			expires_in: 900,
		});
		expect(headers).toMatchObject({ 'cache-control': 'no-store', 'content-type': 'application/json' });
	});

	it('accepts the scope openid, an explicit charset and a scheme in small letters', async () => {
		const authorization = basic(sandbox).replace('Basic', 'basic');
		const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' };

		expect(await postForm(sandbox, `${base}/token`, `${GRANT}&scope=openid`, headers)).toMatchObject({
			status: 200,
		});
	});

	it.each([
		['a wrong secret', (s: Sandbox) => basic(s, s.clientId, 'wrong')],
		['a wrong client ID', (s: Sandbox) => basic(s, 'wrong')],
		[
			'a secret encoded for URLs before base64',
			(s: Sandbox) => basic(s, s.clientId, encodeURIComponent(s.clientSecret)),
		],
		['no credentials', () => ''],
		['a bearer token', () => 'Bearer token'],
		['something behind the credentials', (s: Sandbox) => `${basic(s)} x`],
	])('refuses %s with 401 invalid_client', async (_case, authorizationOf) => {
		const authorization = authorizationOf(sandbox);
		const { status, headers, json } = await postForm(sandbox, `${base}/token`, GRANT, { authorization });

		expect({ status, json }).toMatchObject({ status: 401, json: { error: 'invalid_client' } });
		expect(headers['www-authenticate']).toMatch(/^Basic /);
	});

	it('refuses credentials in the body', async () => {
		const { clientId, clientSecret } = sandbox;
		const body = new URLSearchParams({
			grant_type: 'client_credentials',
			client_id: clientId,
			client_secret: clientSecret,
		});

		const inBodyOnly = await postForm(sandbox, `${base}/token`, String(body), { authorization: '' });
		const inBoth = await postForm(sandbox, `${base}/token`, String(body));

		expect(inBodyOnly).toMatchObject({ status: 401, json: { error: 'invalid_client' } });
		expect(inBoth).toMatchObject({ status: 400, json: { error: 'invalid_request' } });
	});

	it.each([
		['another grant', 'grant_type=password', 'unsupported_grant_type'],
		['no grant', 'scope=openid', 'invalid_request'],
		['another scope', `${GRANT}&scope=users.list`, 'invalid_scope'],
		['a repeated field', `${GRANT}&${GRANT}`, 'invalid_request'],
	])('refuses %s', async (_case, body, error) => {
		expect(await postForm(sandbox, `${base}/token`, body)).toMatchObject({ status: 400, json: { error } });
	});

	it('ignores unknown fields, an empty scope and a query, unless it is strict', async () => {
		const odd = (): [string, string][] => [
			[`${base}/token`, `${GRANT}&audience=x`],
			[`${base}/token`, `${GRANT}&scope=`],
			[`${base}/token?x=y`, GRANT],
			[`${base}/revoke`, 'token=x&token_type_hint=access_token'],
		];
		const statuses = async () =>
			await Promise.all(odd().map(async ([path, body]) => (await postForm(sandbox, path, body)).status));
		const lenient = await statuses();
		sandbox.setStrict(true);

		expect([lenient, await statuses()]).toEqual([
			[200, 200, 200, 200],
			[400, 400, 400, 400],
		]);
	});

	it('refuses JSON, and parameters in the query', async () => {
		const json = { 'content-type': 'application/json' };

		const asJson = await postForm(sandbox, `${base}/token`, '{"grant_type":"client_credentials"}', json);
		const inQuery = await postForm(sandbox, `${base}/token?${GRANT}`, '');

		expect([asJson, inQuery]).toMatchObject([
			{ status: 400, json: { error: 'invalid_request' } },
			{ status: 400, json: { error: 'invalid_request' } },
		]);
	});

	it('takes no GET', async () => {
		expect(await send(sandbox, { path: `${base}/token` })).toMatchObject({
			status: 405,
			headers: { allow: 'POST' },
		});
	});

	it('revokes a token: 200 and no body, also when it is unknown or already revoked', async () => {
		const call = await caller(sandbox, version);
		const token = await newToken(sandbox, version);
		const revoke = (value: string) => postForm(sandbox, `${base}/revoke`, `token=${value}`);

		const replies = [await revoke(token), await revoke(token), await revoke('unknown')];

		for (const { status, headers, text } of replies) {
			expect({ status, text, type: headers['content-type'] }).toEqual({
				status: 200,
				text: '',
				type: undefined,
			});
		}
		expect(await call('', { headers: { authorization: `Bearer ${token}` } })).toMatchObject({ status: 401 });
		expect(await call('')).toMatchObject({ status: 200 });
	});

	it('revokes nothing for a wrong secret or without a token', async () => {
		const wrong = { authorization: basic(sandbox, sandbox.clientId, 'wrong') };

		expect(await postForm(sandbox, `${base}/revoke`, 'token=x', wrong)).toMatchObject({ status: 401 });
		expect(await postForm(sandbox, `${base}/revoke`, '')).toMatchObject({ status: 400 });
	});
});

describe('an access token', () => {
	it('dies after its lifetime, with 401 and code 16', async () => {
		sandbox.setTokenLifetime(0.05);
		const call = await caller(sandbox);
		const alive = await call('');
		await new Promise((resolve) => setTimeout(resolve, 60));

		expect(alive.status).toBe(200);
		expect(await call('')).toMatchObject({ status: 401, json: rpc(16) });
		expect(sandbox.tokens()).toEqual({ issued: 1, live: 0 });
	});

	it('opens only the version that issued it', async () => {
		const authorization = `Bearer ${await newToken(sandbox, 'v1')}`;
		const call = await caller(sandbox, 'v1beta1');

		expect(await call('', { headers: { authorization } })).toMatchObject({ status: 401 });
	});

	it('lives on when another one is issued, and dies with all others when everything is revoked', async () => {
		const first = await caller(sandbox);
		const second = await caller(sandbox);
		const before = [await first(''), await second('')].map(({ status }) => status);
		sandbox.revokeAllTokens();

		expect(before).toEqual([200, 200]);
		expect([await first(''), await second('')].map(({ status }) => status)).toEqual([401, 401]);
		expect(sandbox.tokens()).toEqual({ issued: 2, live: 0 });
	});
});
