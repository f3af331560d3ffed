import { startSandbox, type Fault, type Sandbox, type SandboxUser } from '../../../sandbox/server.ts';
import { caller, rpc, type UserList } from './client.ts';
import { aText } from './expected.ts';

let sandbox: Sandbox;
let call: Awaited<ReturnType<typeof caller>>;
let member: SandboxUser;
beforeEach(async () => {
	sandbox = await startSandbox({ users: 5, suspendedShare: 0 });
	call = await caller(sandbox);
	member = sandbox.users[1] as SandboxUser;
	sandbox.clearRequests();
});
afterEach(() => sandbox.close());

const suspend = () => call(`/${member.id}:suspend`, { method: 'POST' });
const stateOfMember = () => sandbox.user(member.id).state;

async function statusesOf(requests: number): Promise<number[]> {
	const statuses: number[] = [];
	for (let count = 0; count < requests; count++) statuses.push((await call('')).status);
	return statuses;
}

describe('a fault', () => {
	it('hits one request unless told', async () => {
		sandbox.fault({ status: 503 });

		expect(await statusesOf(2)).toEqual([503, 200]);
	});

	it('lets the first ones through, hits as often as asked, then is gone', async () => {
		sandbox.fault({ match: 'GET /users', skip: 1, times: 2, status: 429 });

		expect(await statusesOf(4)).toEqual([200, 429, 429, 200]);
		expect(sandbox.faults()).toEqual([]);
	});

	it('goes on until it is cleared, if it is to hit always', async () => {
		sandbox.fault({ status: 500, times: Infinity });
		const during = await statusesOf(5);
		sandbox.clearFaults();

		expect([...during, ...(await statusesOf(1))]).toEqual([500, 500, 500, 500, 500, 200]);
	});

	it('waits its turn behind an earlier one', async () => {
		sandbox.fault({ status: 500 });
		sandbox.fault({ status: 502, times: 2 });

		expect(await statusesOf(4)).toEqual([500, 502, 502, 200]);
	});

	it.each([
		['POST', 403],
		['POST :suspend', 403],
		['suspend', 403],
		['GET', 200],
		['reactivate', 200],
		['POST /oauth', 200],
	])('for "%s" makes a suspend answer %d', async (match, status) => {
		sandbox.fault({ match, status: 403 });

		expect((await suspend()).status).toBe(status);
	});

	it.each([
		{ status: 'x' },
		{ times: 0 },
		{ skip: -1 },
		{ kind: 'explode' },
		{ stauts: 500 },
		{ delayMs: -1 },
		{ headers: { a: 1 } },
		{ headers: { 'x y': '1' } },
		{ headers: { a: 'one\ntwo' } },
		{ headers: { a: '€' } },
		{ status: 9999 },
		{ status: 9999, kind: 'truncate' },
		{ delayMs: 1e12 },
		{ transform: (body: unknown) => body, kind: 'hang' },
	])('that makes no sense is refused: %j', (fault) => {
		expect(() => sandbox.fault(fault as Fault)).toThrow();
	});
});

describe('an answer made to fail', () => {
	it.each([
		[429, 8],
		[500, 13],
		[502, 14],
		[503, 14],
	])('%d comes with an error body that fits, and without an effect', async (status, code) => {
		sandbox.fault({ status });

		expect(await suspend()).toMatchObject({ status, json: rpc(code) });
		expect(stateOfMember()).toBe('ACTIVE');
	});

	it('comes with the headers and the body asked for', async () => {
		sandbox.fault({ status: 503, headers: { 'Retry-After': '7' }, body: '<h1>Down</h1>' });
		sandbox.fault({ status: 302, headers: { location: 'http://127.0.0.1:9/elsewhere' } });
		sandbox.fault({ body: ['not', 'a', 'list'], contentType: 'text/plain' });
		sandbox.fault({ body: '' });
		const replies = [await call(''), await call(''), await call(''), await call('')];

		expect(replies).toMatchObject(
			[
				{ status: 503, text: '<h1>Down</h1>', headers: { 'retry-after': '7', 'content-type': /html/ } },
				{ status: 302, text: '', headers: { location: 'http://127.0.0.1:9/elsewhere' } },
				{ status: 200, text: '["not","a","list"]', headers: { 'content-type': 'text/plain' } },
				{ status: 200, text: '' },
			].map((reply) => (reply.headers ? { ...reply, headers: matching(reply.headers) } : reply)),
		);
	});

	it('can hide that the call took effect', async () => {
		sandbox.fault({ status: 504, actFirst: true });

		expect((await suspend()).status).toBe(504);
		expect(stateOfMember()).toBe('SUSPENDED');
	});

	it('can be the real one, changed', async () => {
		sandbox.fault({ match: 'suspend', transform: (body) => ({ ...(body as SandboxUser), state: 'ACTIVE' }) });
		sandbox.fault({ match: 'list', headers: { 'x-seen': 'yes' } });

		expect(await suspend()).toMatchObject({ status: 200, json: { id: member.id, state: 'ACTIVE' } });
		expect(stateOfMember()).toBe('SUSPENDED');
		expect(await call('')).toMatchObject({ status: 200, headers: { 'x-seen': 'yes' } });
	});

	it('can loop the page token', async () => {
		let first: unknown;
		const transform = (body: unknown) => {
			first ??= (body as UserList).next_page_token;
			return { ...(body as UserList), next_page_token: first };
		};
		sandbox.fault({ match: 'list', times: Infinity, transform });
		const page = async (token = '') => (await call(`?max_page_size=1${token}`)).json as UserList;
		const { next_page_token } = await page();

		expect((await page(`&page_token=${next_page_token}`)).next_page_token).toBe(next_page_token);
	});
});

function matching(headers: Record<string, unknown>): Record<string, unknown> {
	const entries = Object.entries(headers);
	return Object.fromEntries(
		entries.map(([name, value]) => [name, value instanceof RegExp ? aText(value) : value]),
	);
}
