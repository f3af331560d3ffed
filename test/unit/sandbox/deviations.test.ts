import { startSandbox, type Sandbox } from '../../../sandbox/server.ts';
import { basic, caller, newToken, postForm, send } from './client.ts';
import { aText } from './expected.ts';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox({ users: 60 });
});
afterEach(() => sandbox.close());

const rulesOf = (userAgent: string) =>
	sandbox
		.deviations()
		.find((client) => client.userAgent === userAgent)
		?.deviations.map(({ rule, times, tolerated }) => [rule, times, tolerated]);

it('lists for each client which rules it broke, how often, and whether that was tolerated', async () => {
	const call = await caller(sandbox);
	await call('?maxPageSize=10');
	await call('?maxPageSize=10&pageToken=');
	await call('?filter=user.isGone()');
	const authorization = `Bearer ${await newToken(sandbox)}`;
	const path = `/v1/accounts/${sandbox.accountId}/users`;
	await send(sandbox, { path, headers: { authorization, 'user-agent': 'ElasticKibana' } });

	expect(rulesOf('sandbox-test/1.0')).toEqual([
		['snake-case', 3, true],
		['empty-page-token', 1, true],
		['filter', 1, false],
	]);
	expect(rulesOf('ElasticKibana')).toEqual([['user-agent', 1, true]]);
});

it('keeps apart what it tolerated and what it refused by the same rule', async () => {
	const authorization = `Bearer ${await newToken(sandbox)}`;
	const path = `/v1/accounts/${sandbox.accountId}/users`;
	const headers = { authorization, 'user-agent': 'bodies/1', 'content-length': '2' };
	await send(sandbox, { path, headers, body: '{}' });
	const suspension = { method: 'POST', path: `${path}/${sandbox.users[1]!.id}:suspend`, headers, body: '{}' };
	await send(sandbox, suspension);
	await send(sandbox, { path, headers, body: '{}' });

	expect(rulesOf('bodies/1')).toEqual([
		['no-body', 2, true],
		['no-body', 1, false],
	]);
});

it('shows the rule in words, who says so, and an example; and forgets them when told', async () => {
	await postForm(sandbox, '/v1/oauth/revoke', 'token=x&token_type_hint=access_token', {
		'user-agent': 'a/1',
	});
	const { json } = await send(sandbox, { path: '/_sandbox/deviations' });
	await send(sandbox, { method: 'DELETE', path: '/_sandbox/deviations' });

	expect(json).toEqual([
		{
			userAgent: 'a/1',
			deviations: [
				{
					rule: 'form-field',
					says: aText(/grant_type and scope/),
					basis: '1Password',
					tolerated: true,
					times: 1,
					example: 'POST /v1/oauth/revoke',
				},
			],
		},
	]);
	expect(sandbox.deviations()).toEqual([]);
});

it('is empty for a client that does as documented', async () => {
	const call = await caller(sandbox, 'v1beta1');
	const id = String(sandbox.users[1]?.id);
	await call('?filter=user.isActive()&max_page_size=1000');
	await call(`/${id}`);
	await call(`/${id}:suspend`, { method: 'POST' });
	await call(`/${id}:reactivate`, { method: 'POST', headers: { 'content-length': '0' } });
	await call('/nobody');
	await postForm(sandbox, '/v1beta1/users/oauth2/revoke', 'token=x');
	await postForm(sandbox, '/v1/oauth/token', 'grant_type=client_credentials&scope=openid', {
		authorization: basic(sandbox, 'somebody', 'else'),
	});

	expect(sandbox.deviations()).toEqual([]);
});

it.each([
	['known-path', 'GET', '/v1/users', {}, ''],
	['method', 'DELETE', '/v1/accounts/{account}/users', {}, ''],
	['bearer', 'GET', '/v1/accounts/{account}/users', { authorization: 'Basic eDp5' }, ''],
	[
		'basic-credentials',
		'POST',
		'/v1/oauth/token',
		{},
		'grant_type=client_credentials&client_id=a&client_secret=b',
	],
] as const)('names what is refused in both modes, too: %s', async (rule, method, path, headers, body) => {
	const target = path.replace('{account}', sandbox.accountId);
	const form = { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'a/1' };
	const { status } = await send(sandbox, { method, path: target, headers: { ...form, ...headers }, body });

	expect(status).toBeGreaterThanOrEqual(400);
	expect(rulesOf('a/1')).toEqual([[rule, 1, false]]);
});
