import { startSandbox, type ApiVersion, type Sandbox, type SandboxUser } from '../../../sandbox/server.ts';
import { basic, send, type Reply, type UserList } from './client.ts';

/**
 * What public clients send, written down from their documentation and behaviour: each is served, and told which of
 * its habits the documents don't allow.
 */

let sandbox: Sandbox;
let suspended: SandboxUser[];
beforeEach(async () => {
	sandbox = await startSandbox({ users: 60, suspendedShare: 0.5 });
	suspended = sandbox.users.filter(({ state }) => state === 'SUSPENDED');
});
afterEach(() => sandbox.close());

const TOKEN_PATHS: Record<ApiVersion, string> = {
	v1: '/v1/oauth/token',
	v1beta1: '/v1beta1/users/oauth2/token',
};

/** One client: its headers, its token, and its calls. */
async function client(version: ApiVersion, form: string, headers: Record<string, string>) {
	const { json } = await send(sandbox, {
		method: 'POST',
		path: TOKEN_PATHS[version],
		body: form,
		headers: {
			...headers,
			authorization: basic(sandbox),
			'content-type': 'application/x-www-form-urlencoded',
		},
	});
	const { access_token } = json as { access_token: string };
	const users = `/${version}/accounts/${sandbox.accountId}/users`;
	return (rest: string, method = 'GET', more: Record<string, string> = {}): Promise<Reply> =>
		send(sandbox, {
			method,
			path: `${users}${rest}`,
			headers: { ...headers, ...more, authorization: `Bearer ${access_token}` },
		});
}

const idsOf = ({ json }: Reply) => (json as UserList).results.map(({ id }) => id);
const nextOf = ({ json }: Reply) => encodeURIComponent(String((json as UserList).next_page_token));
const rulesOf = (userAgent: string) =>
	sandbox
		.deviations()
		.filter((entry) => entry.userAgent === userAgent)
		.flatMap(({ deviations }) => deviations.map(({ rule, times }) => [rule, times]));

describe.each(['v1', 'v1beta1'] as const)("Elastic's connector on %s", (version) => {
	it('tests itself, lists page by page in camelCase, gets, suspends and reactivates', async () => {
		const call = await client(version, 'grant_type=client_credentials&scope=openid', {
			'user-agent': 'ElasticKibana',
			accept: 'application/json, text/plain, */*',
		});
		const { id } = sandbox.users[1]!;
		const test = await call('?maxPageSize=1');
		const first = await call('?filter=user.isSuspended()&maxPageSize=10');
		const second = await call(`?filter=user.isSuspended()&maxPageSize=10&pageToken=${nextOf(first)}`);
		const changes = [
			await call(`/${id}`),
			await call(`/${id}:suspend`, 'POST', { 'content-length': '0' }),
			await call(`/${id}:reactivate`, 'POST', { 'content-length': '0' }),
		];

		expect(idsOf(test)).toEqual([sandbox.users[0]?.id]);
		expect([...idsOf(first), ...idsOf(second)]).toEqual(suspended.slice(0, 20).map((user) => user.id));
		expect(changes.map(({ status }) => status)).toEqual([200, 200, 200]);
		expect(rulesOf('ElasticKibana')).toEqual([
			['user-agent', 6],
			['snake-case', 4],
		]);
	});
});

describe("Nango's proxy", () => {
	it('lists with an empty filter, and goes on with the page token alone', async () => {
		const call = await client('v1beta1', 'grant_type=client_credentials&scope=openid', {
			'user-agent': 'nango',
		});
		const first = await call('?filter=&max_page_size=10');
		const second = await call(`?page_token=${nextOf(first)}`);

		expect([...idsOf(first), ...idsOf(second)]).toEqual(sandbox.users.slice(0, 20).map(({ id }) => id));
		expect(rulesOf('nango')).toEqual([
			['user-agent', 2],
			['repeat-query', 1],
		]);
	});

	it('sends an empty page token at first', async () => {
		const call = await client('v1beta1', 'grant_type=client_credentials', { 'user-agent': 'nango/1.0.0' });
		const { status } = await call('?filter=&page_token=');

		expect(status).toBe(200);
		expect(rulesOf('nango/1.0.0')).toEqual([['empty-page-token', 1]]);
	});
});

describe("the documentation's own examples", () => {
	it('keep to its rules, but for a page token that comes without the size of its listing', async () => {
		const call = await client('v1beta1', 'grant_type=client_credentials', { 'user-agent': 'MyApp/1.0' });
		const { id } = sandbox.users[1]!;
		const plain = await call('');
		const goOn = await call(`?page_token=${nextOf(plain)}`);
		const active = await call('?filter=user.isActive()&max_page_size=10');
		const goOnAlone = await call(`?page_token=${nextOf(active)}`);
		const changes = [
			await call(`/${id}`),
			await call(`/${id}:suspend`, 'POST'),
			await call(`/${id}:reactivate`, 'POST'),
		];

		expect(idsOf(goOn)).toEqual(sandbox.users.slice(25, 50).map((user) => user.id));
		expect(idsOf(goOnAlone)).toHaveLength(10);
		expect(changes.map(({ status }) => status)).toEqual([200, 200, 200]);
		expect(rulesOf('MyApp/1.0')).toEqual([['repeat-query', 1]]);
	});
});
