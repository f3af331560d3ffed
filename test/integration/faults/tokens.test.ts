import type { Fault, Sandbox } from '../../../sandbox/server.ts';
import { FROM_INPUT, get, getMany, named, suspend } from '../n8n/parameters';
import { credentialFor, runNode } from '../n8n/runNode';
import { HurriedStore } from './hurriedStore';
import { JumpingClock } from './JumpingClock';
import { startAccount, statesOf, STEPS } from './steps';

const NOW = { headers: { 'retry-after': '0' } };
const HTML = '<html><body>Sign in</body></html>';
const REFUSED = '1Password refused the client ID or the client secret';

const mockClock = new JumpingClock();
const mockSleep = jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow').sleep;
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow'),
	sleep: async (ms: number) => await (mockClock.isRunning ? mockClock.sleep(ms) : mockSleep(ms)),
}));

let sandbox: Sandbox;
beforeEach(async () => (sandbox = await startAccount()));
afterEach(async () => await sandbox.close());

const somethingElse = (url: string) => `${url} answered the request for a token with something else`;
const down = () => '1Password is unavailable and issued no token';

/** What the token endpoint can do, for how many token calls, and what the person reads. */
const ENDPOINT: Array<[fault: string, Fault, calls: number, message: (url: string) => string]> = [
	['503', { status: 503, ...NOW }, 4, down],
	['500 with HTML', { status: 500, body: HTML, ...NOW }, 4, down],
	['429', { status: 429, ...NOW }, 4, () => '1Password is receiving too many requests for tokens'],
	['a broken connection', { kind: 'reset-before' }, 4, (url) => `1Password could not be reached (${url})`],
	['400 invalid_grant', { status: 400, body: { error: 'invalid_grant' } }, 2, () => REFUSED],
	['401 invalid_client', { status: 401, body: { error: 'invalid_client' } }, 2, () => REFUSED],
	['401 without a body', { status: 401, body: '' }, 2, () => REFUSED],
	[
		'404 with HTML',
		{ status: 404, body: HTML },
		2,
		(url) => `There is neither version v1 nor v1beta1 of the Users API at ${url}`,
	],
	[
		'302',
		{ status: 302, headers: { location: 'http://127.0.0.1:9/' }, body: '' },
		1,
		(url) => `${url} redirected the request for a token elsewhere, and the redirect was not followed`,
	],
	['a captive portal', { status: 200, body: HTML }, 1, somethingElse],
	['an empty body', { status: 200, body: '' }, 1, somethingElse],
	['half of a JSON document', { kind: 'invalid-json' }, 1, somethingElse],
	['a token that is no text', { status: 200, body: { access_token: 5 } }, 1, somethingElse],
	['a token with a line end', { status: 200, body: { access_token: 'a\r\nX-Evil: 1' } }, 1, somethingElse],
	[
		'a token of another type',
		{ status: 200, body: { access_token: 'a', token_type: 'mac' } },
		1,
		somethingElse,
	],
];

const ROWS = ENDPOINT.flatMap(([fault, does, calls, message]) =>
	STEPS.map((step) => ({
		fault,
		does,
		calls,
		message,
		step,
		name: step.name,
	})),
);

describe('a token endpoint that fails is told, and nothing else is asked', () => {
	beforeEach(() => mockClock.start(Date.now()));
	afterEach(() => mockClock.stop());

	it.each(ROWS)('$fault: $name', async ({ does: fault, calls, message, step }) => {
		sandbox.fault({ match: 'token', times: Infinity, ...fault });
		const before = statesOf(sandbox);
		const { message: told, output, description } = await step.run(sandbox);

		expect(told).toBe(message(sandbox.url));
		expect(output).toEqual([]);
		expect(description).not.toContain(sandbox.clientSecret);
		expect(sandbox.requests('token')).toHaveLength(calls);
		expect(sandbox.requests('/users').filter(({ operation }) => operation !== 'token')).toEqual([]);
		expect(statesOf(sandbox)).toEqual(before);
	});
});

describe('a token endpoint that fails for many at once', () => {
	it.each<[string, Fault, number]>([
		['for now', { status: 503, ...NOW }, 4],
		['for good', { status: 401, body: { error: 'invalid_client' } }, 2],
	])(
		'%s is asked for all of them together, and no more for those who come after',
		async (_, fault, calls) => {
			sandbox.fault({ match: 'token', times: Infinity, ...fault });
			const input = named(Array.from({ length: 80 }, (__, item) => `USER${item}`));
			const { items } = await runNode(sandbox, {
				parameters: get('id', FROM_INPUT),
				input,
				onError: 'continueRegularOutput',
			});

			expect(items.filter(({ json }) => json.error)).toHaveLength(80);
			expect(sandbox.requests().map(({ operation }) => operation)).toEqual(Array(calls).fill('token'));
		},
	);
});

describe('a token endpoint that recovers', () => {
	it.each<[string, Fault]>([
		['503', { status: 503, ...NOW }],
		['429', { status: 429, ...NOW }],
		['a broken connection', { kind: 'reset-before' }],
		['a connection that broke after a token was issued', { kind: 'reset-after' }],
		['an answer that was cut off', { kind: 'truncate' }],
		['no answer within 30 s', { kind: 'hang' }],
	])('%s: the run succeeds with the second token call', async (_, fault) => {
		sandbox.fault({ match: 'token', ...fault });
		const credential = new HurriedStore(credentialFor(sandbox).stored);
		const { items } = await runNode(sandbox, { parameters: getMany(), credential });

		expect(items).toHaveLength(8);
		expect(sandbox.requests('token')).toHaveLength(2);
	});
});

describe('tokens that die in the middle of a run', () => {
	const everyone = () => ({
		parameters: suspend('id', FROM_INPUT),
		input: named(sandbox.users.slice(1, 7).map(({ id }) => id)),
	});

	it('between looking and suspending: one renewal, everyone is suspended, each once', async () => {
		let reads = 0;
		const killOnLast = (body: unknown) => {
			if (++reads === 6) sandbox.revokeAllTokens();
			return body;
		};
		sandbox.fault({ match: 'get', times: Infinity, transform: killOnLast });
		const { items } = await runNode(sandbox, everyone());
		const done = sandbox.requests('suspend').filter(({ status }) => status === 200);

		expect(items.map(({ json }) => json.changed)).toEqual(items.map(() => true));
		expect(items).toHaveLength(6);
		expect(sandbox.requests('token')).toHaveLength(2);
		expect(done).toHaveLength(6);
	});

	it('and a refusal that comes late, when there is a new one already: no second renewal', async () => {
		const credential = credentialFor(sandbox);
		await runNode(sandbox, { parameters: getMany(), credential });
		sandbox.revokeAllTokens();
		sandbox.clearRequests();
		sandbox.fault({ match: 'get', delayMs: 300 });
		const input = named(sandbox.users.map(({ id }) => id));
		const { items } = await runNode(sandbox, { parameters: get('id', FROM_INPUT), input, credential });

		expect(items).toHaveLength(8);
		const [late] = sandbox.requests('get').filter(({ faulty }) => faulty);
		const [renewal, ...others] = sandbox.requests('token');
		expect(late?.status).toBe(401);
		expect(late!.finishedAt).toBeGreaterThan(renewal!.finishedAt!);
		expect(others).toEqual([]);
	});

	it('between two pages: the listing goes on where it was', async () => {
		sandbox.paging({ longest: 3 });
		sandbox.fault({ match: 'list', skip: 1, transform: (body) => (sandbox.revokeAllTokens(), body) });
		const { items } = await runNode(sandbox, { parameters: getMany({ returnAll: true }) });

		expect(items.map(({ json }) => json.id)).toEqual(sandbox.users.map(({ id }) => id));
		expect(sandbox.requests('list')).toHaveLength(4);
		expect(sandbox.requests('token')).toHaveLength(2);
	});

	it('and no new one to be had: nobody else is changed', async () => {
		const credential = credentialFor(sandbox);
		await runNode(sandbox, { parameters: getMany(), credential });
		sandbox.revokeAllTokens();
		sandbox.fault({ match: 'token', times: Infinity, status: 401, body: { error: 'invalid_client' } });
		const { items } = await runNode(sandbox, { ...everyone(), credential, onError: 'continueRegularOutput' });

		expect(items.map(({ json }) => json.error)).toEqual(
			items.map(() => expect.stringContaining(REFUSED) as string),
		);
		expect(items).toHaveLength(6);
		expect(sandbox.requests('suspend')).toEqual([]);
	});
});
