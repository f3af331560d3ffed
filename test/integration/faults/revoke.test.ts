import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Sandbox } from '../../../sandbox/server.ts';
import { aTurn } from '../../aTurn';
import { get, getMany, revoke } from '../n8n/parameters';
import type { CredentialStore } from '../n8n/credentialStore';
import { credentialFor, runNode, startNode } from '../n8n/runNode';
import { startAccount } from './steps';

const HTML = '<html><body>Sign in</body></html>';
const NOT_CONFIRMED = '1Password did not confirm that the token was revoked';
const REFUSED = '1Password refused the client ID or the client secret, and the token was not revoked';

/** How many tokens are alive afterwards: the one to revoke, unless the server acted before it failed. */
type Row = [fault: string, Fault, live: 0 | 1, message: string];

const ROWS: Row[] = [
	['429 with Retry-After', { status: 429, headers: { 'retry-after': '0' } }, 1, NOT_CONFIRMED],
	['429 without Retry-After', { status: 429 }, 1, NOT_CONFIRMED],
	['500', { status: 500 }, 1, NOT_CONFIRMED],
	['502 with HTML', { status: 502, body: HTML }, 1, NOT_CONFIRMED],
	['503', { status: 503 }, 1, NOT_CONFIRMED],
	['504 after the server acted', { status: 504, actFirst: true }, 0, NOT_CONFIRMED],
	['the page of a captive portal', { status: 200, body: HTML }, 1, NOT_CONFIRMED],
	['JSON of another service', { status: 200, body: { ok: true } }, 1, NOT_CONFIRMED],
	['half of a JSON document', { status: 200, body: '{"ok":' }, 1, NOT_CONFIRMED],
	['204', { status: 204, body: '' }, 1, NOT_CONFIRMED],
	['302 to another host', { status: 302, headers: { location: 'http://127.0.0.1:9/' } }, 1, NOT_CONFIRMED],
	['404', { status: 404 }, 1, NOT_CONFIRMED],
	['400', { status: 400, body: { error: 'invalid_client' } }, 1, REFUSED],
	['401', { status: 401, body: { error: 'invalid_client' } }, 1, REFUSED],
	['403', { status: 403, body: '' }, 1, REFUSED],
	['a connection that broke before the server acted', { kind: 'reset-before' }, 1, 'could not be reached'],
	['a connection that broke after the server acted', { kind: 'reset-after' }, 0, 'could not be reached'],
];

let sandbox: Sandbox;
let credential: CredentialStore;
beforeEach(async () => {
	sandbox = await startAccount();
	credential = credentialFor(sandbox);
	await runNode(sandbox, { parameters: getMany(), credential });
});
afterEach(async () => await sandbox.close());

const sentToken = () => sandbox.requests('list')[0]!.headers.authorization!.replace('Bearer ', '');

it.each(ROWS)('a revocation that met %s is not said to be done', async (_, fault, live, message) => {
	sandbox.fault({ match: 'revoke', times: Infinity, ...fault });
	const { items, error, run } = await runNode(sandbox, { parameters: revoke, credential });

	expect(error?.message).toContain(message);
	expect(items).toEqual([]);
	expect(sandbox.requests('revoke')).toHaveLength(1);
	expect(sandbox.tokens().live).toBe(live);
	for (const secret of [sandbox.clientSecret, sentToken()])
		expect(JSON.stringify(run.data)).not.toContain(secret);
});

it.each(ROWS)('after %s it can be tried again', async (_, fault) => {
	sandbox.fault({ match: 'revoke', ...fault });
	await runNode(sandbox, { parameters: revoke, credential });
	const { items } = await runNode(sandbox, { parameters: revoke, credential });

	expect(items[0]?.json).toEqual({ revoked: true });
	expect(sandbox.tokens().live).toBe(0);
});

it('a token whose version is gone cannot be revoked, and nobody says that it is', async () => {
	credential = credentialFor(sandbox);
	sandbox.setVersions(['v1beta1']);
	await runNode(sandbox, { parameters: getMany(), credential });
	sandbox.setVersions(['v1']);
	const { error } = await runNode(sandbox, { parameters: revoke, credential });

	expect(error?.message).toBe(NOT_CONFIRMED);
	expect(sandbox.requests('/v1beta1/users/oauth2/revoke')).toHaveLength(1);
});

it('a token that was issued for another secret or host is not sent to be revoked', async () => {
	credential.edit({ clientSecret: 'another' });
	const { items } = await runNode(sandbox, { parameters: revoke, credential });

	expect(items[0]?.json).toEqual({ revoked: false });
	expect(sandbox.requests('revoke')).toEqual([]);
});

it('a token of which nobody knows the version is not sent to be revoked', async () => {
	credential.edit({ issuedBy: 'v0' });
	const { items } = await runNode(sandbox, { parameters: revoke, credential });

	expect(items[0]?.json).toEqual({ revoked: false });
	expect(sandbox.requests('revoke')).toEqual([]);
});

it('a run whose new token is revoked before it is of use gets another', async () => {
	const { id } = sandbox.users[1]!;
	sandbox.fault({ match: 'get', status: 401 });
	sandbox.fault({ match: 'get', status: 401, delayMs: 200 });
	const reading = runNode(sandbox, { parameters: get('id', id), credential });
	while (sandbox.requests('get').length < 2) await aTurn();
	const { items } = await runNode(sandbox, { parameters: revoke, credential });

	expect(items[0]?.json).toEqual({ revoked: true });
	expect((await reading).items[0]?.json.id).toBe(id);
	expect(sandbox.requests('token')).toHaveLength(3);
});

it('a run whose next token is refused as well gets a third: another worker may have revoked it', async () => {
	const { id } = sandbox.users[1]!;
	sandbox.fault({ match: 'get', status: 401, times: 2 });
	const { items } = await runNode(sandbox, { parameters: get('id', id), credential });

	expect(items[0]?.json.id).toBe(id);
	expect(sandbox.requests('token')).toHaveLength(3);
});

describe('a pause that 1Password asks for', () => {
	const PAUSE = { status: 429, headers: { 'retry-after': '2' } } as const;
	const PAUSE_MS = 1900;

	const startOf = (call: string) => sandbox.requests(call).at(-1)!.startedAt;

	it('instead of a revocation holds the other runs back', async () => {
		sandbox.fault({ match: 'revoke', ...PAUSE });
		const { error } = await runNode(sandbox, { parameters: revoke, credential });
		expect(error?.message).toBe(NOT_CONFIRMED);
		await runNode(sandbox, { parameters: get('id', sandbox.users[1]!.id), credential });

		expect(startOf('get') - startOf('revoke')).toBeGreaterThanOrEqual(PAUSE_MS);
	});

	it('holds a revocation back', async () => {
		sandbox.fault({ match: 'get', ...PAUSE });
		const reading = runNode(sandbox, { parameters: get('id', sandbox.users[1]!.id), credential });
		while (sandbox.requests('get')[0]?.status !== 429) await aTurn();
		const told = startOf('get');
		await sleep(50);
		const { items } = await runNode(sandbox, { parameters: revoke, credential });
		await reading;

		expect(items[0]?.json).toEqual({ revoked: true });
		expect(startOf('revoke') - told).toBeGreaterThanOrEqual(PAUSE_MS);
	});

	it('holds nobody back who has no token to revoke', async () => {
		sandbox.fault({ match: 'revoke', ...PAUSE });
		await runNode(sandbox, { parameters: revoke, credential });
		const told = startOf('revoke');
		credential.edit({ accessToken: '' });
		const { items } = await runNode(sandbox, { parameters: revoke, credential });

		expect(items[0]?.json).toEqual({ revoked: false });
		expect(Date.now() - told).toBeLessThan(PAUSE_MS);
	});

	it('is no reason to go on with a revocation that was cancelled', async () => {
		sandbox.fault({ match: 'revoke', ...PAUSE });
		await runNode(sandbox, { parameters: revoke, credential });
		const { finished, cancel } = startNode(sandbox, { parameters: revoke, credential });
		await sleep(50);
		cancel();
		await finished.catch(() => undefined);
		await sleep(2200);

		expect(sandbox.requests('revoke')).toHaveLength(1);
	});
});
