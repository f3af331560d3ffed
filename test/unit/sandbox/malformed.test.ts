import fc from 'fast-check';
import { connect } from 'node:net';
import { startSandbox, type Sandbox } from '../../../sandbox/server.ts';
import { newToken, send } from './client.ts';

const REQUESTS = 3000;
/** So many at once, so that the test takes seconds. */
const AT_ONCE = 50;

let sandbox: Sandbox;
let token: string;
beforeAll(async () => {
	sandbox = await startSandbox({ users: 5 });
	token = await newToken(sandbox);
});
afterAll(() => sandbox.close());

/** Sends bytes as they are, and returns what comes back until the connection ends or has been silent for a while. */
function sendRaw(bytes: Buffer): Promise<string> {
	const { hostname, port } = new URL(sandbox.url);
	return new Promise((resolve) => {
		let received = '';
		const socket = connect(Number(port), hostname, () => socket.end(bytes));
		socket.setTimeout(500, () => socket.destroy());
		socket.on('data', (chunk: Buffer) => (received += chunk.toString('latin1')));
		socket.on('error', () => socket.destroy());
		socket.on('close', () => resolve(received));
	});
}

const junk = fc.oneof(
	fc.string({ maxLength: 30 }),
	fc.string({ unit: 'binary', maxLength: 12 }),
	fc.constantFrom(
		'%',
		'%zz',
		'%00',
		'..',
		'../..',
		'//',
		'?',
		'#',
		'{}',
		'[]',
		'null',
		'"',
		'\\u0000',
		'💥',
		'a'.repeat(9000),
	),
);
const methods = fc.oneof(
	fc.constantFrom(
		'GET',
		'POST',
		'PUT',
		'PATCH',
		'DELETE',
		'HEAD',
		'OPTIONS',
		'TRACE',
		'CONNECT',
		'PROPFIND',
		'get',
		'QUERY',
	),
	junk,
);
const places = fc.constantFrom(
	'/v1/accounts/{account}/users',
	'/v1/accounts/{account}/users/{user}',
	'/v1/accounts/{account}/users/{user}:suspend',
	'/v1beta1/accounts/{account}/users',
	'/v1/oauth/token',
	'/v1/oauth/revoke',
	'/v1beta1/users/oauth2/token',
	'/_sandbox/users',
	'/_sandbox/users/',
	'/_sandbox/applications',
	'/_sandbox/applications/',
	'/_sandbox/faults',
	'/_sandbox/shapes',
	'/_sandbox/paging',
	'/_sandbox/versions',
	'/_sandbox/requests?pattern=',
	'/_sandbox/',
	'*',
	'http://example.com/v1',
	'',
);
const headers = fc.oneof(
	fc.constantFrom(
		'Content-Type: application/json',
		'Content-Type: application/x-www-form-urlencoded',
		'Content-Type: ;;;',
		'Content-Type:',
		'Content-Length: 5',
		'Content-Length: -1',
		'Content-Length: 99999999999999999999',
		'Transfer-Encoding: chunked',
		'Transfer-Encoding: gzip',
		'Expect: 100-continue',
		'Expect: miracles',
		'Upgrade: websocket',
		'Connection: upgrade',
		'Connection: close',
		'Authorization: Bearer {token}',
		'Authorization: Basic !!!',
		'Authorization: ',
		'Host: a b',
		'Host:',
		'Accept-Version: 7',
		'User-Agent: test/1',
	),
	fc.tuple(junk, junk).map(([name, value]) => `${name}: ${value}`),
);
const bodies = fc.oneof(
	fc.constantFrom(
		'',
		'{',
		'[]',
		'7',
		'null',
		'{"__proto__":{"x":1}}',
		'{"id":5}',
		'{"email":{}}',
		'{"state":null}',
		'5\r\nhello\r\n0\r\n\r\n',
		'zz\r\n',
	),
	fc.json({ maxDepth: 2 }),
	fc.json({ maxDepth: 2 }).map((json) => `[{"status":500,"times":0},${json}]`),
	junk,
);
const requests = fc
	.record({
		method: methods,
		place: places,
		rest: fc.oneof(fc.constant(''), junk),
		version: fc.constantFrom('HTTP/1.1', 'HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/9', ''),
		lines: fc.array(headers, { maxLength: 4 }),
		body: bodies,
		honest: fc.boolean(),
	})
	.map(({ method, place, rest, version, lines, body, honest }) => {
		const length = honest ? [`Content-Length: ${Buffer.byteLength(body)}`] : [];
		return [`${method} ${place}${rest} ${version}`, 'Host: sandbox', ...lines, ...length, '', body].join(
			'\r\n',
		);
	});

const filledIn = (text: string) =>
	text
		.replaceAll('{account}', sandbox.accountId)
		.replaceAll('{user}', String(sandbox.users[0]?.id))
		.replaceAll('{token}', token);

it(`answers none of ${REQUESTS} malformed requests with a 5xx, and goes on`, async () => {
	const failures = jest.spyOn(console, 'error').mockImplementation(() => undefined);
	const texts = fc.sample(requests, REQUESTS);
	for (let first = 0; first < texts.length; first += AT_ONCE) {
		const batch = texts.slice(first, first + AT_ONCE).map(filledIn);
		const answers = await Promise.all(batch.map((text) => sendRaw(Buffer.from(text))));
		const failed = batch.filter((_, index) => /^HTTP\/1\.1 5|\r\nHTTP\/1\.1 5/.test(answers[index] ?? ''));
		expect(failed).toEqual([]);
	}

	expect(failures).not.toHaveBeenCalled();
	failures.mockRestore();
	sandbox.reset();
	expect((await send(sandbox, { path: '/_sandbox/state' })).status).toBe(200);
}, 60_000);
