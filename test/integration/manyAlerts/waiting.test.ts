import type { INodeParameters } from 'n8n-workflow';
import { aTurn } from '../../aTurn';
import type { Sandbox } from '../../strictSandbox.ts';
import type { CredentialStore } from '../n8n/credentialStore';
import { get, getMany, suspend } from '../n8n/parameters';
import { runNode, startNode } from '../n8n/runNode';
import { startLargeAccount } from './startLargeAccount';

let sandbox: Sandbox;
let credential: CredentialStore;
beforeEach(async () => ({ sandbox, credential } = await startLargeAccount()));
afterEach(async () => {
	jest.restoreAllMocks();
	await sandbox.close();
});

const run = async (parameters: INodeParameters, one = credential) =>
	await runNode(sandbox, { parameters, credential: one });

/** Nobody waits for five seconds of silence here, but for so many milliseconds. */
const giveUpAfter = (silence: number) => {
	const timeout = AbortSignal.timeout.bind(AbortSignal);
	jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(ms === 5000 ? silence : ms));
};

describe('a run that waits for the listing of another', () => {
	it('waits as long as it gets on', async () => {
		giveUpAfter(600);
		sandbox.latency(300);
		const [first, second] = sandbox.users.slice(960, 962).map(({ email }) => email);
		const listing = run(get('email', first));
		while (sandbox.requests('list').length < 1) await aTurn();
		const results = await Promise.all([listing, run(get('email', second))]);

		expect(results.map(({ items }) => items[0]?.json.email)).toEqual([first, second]);
		expect(sandbox.requests('list')).toHaveLength(3);
	});

	describe('and gets no further', () => {
		beforeEach(() => giveUpAfter(100));
		const users = () => sandbox.users.slice(900, 920);
		const suspendThem = async () =>
			await Promise.all(users().map(async ({ email }) => await run(suspend('email', email))));

		it('does not wait where it is stuck', async () => {
			sandbox.fault({ match: 'list', skip: 1, kind: 'hang' });
			const stuck = startNode(sandbox, { parameters: getMany({ returnAll: true }), credential });
			while (sandbox.requests('list').length < 2) await aTurn();
			const results = await suspendThem();
			stuck.cancel();

			expect(results.map(({ items }) => items[0]?.json.id)).toEqual(users().map(({ id }) => id));
			expect(sandbox.requests('list').length).toBeLessThanOrEqual(2 + 3);
		});

		it('lets one list again where every listing is stuck, and waits for that', async () => {
			sandbox.fault({ match: 'list', delayMs: 1200, times: 3 });
			const results = await suspendThem();

			expect(results.map(({ items }) => items[0]?.json.changed)).toEqual(users().map(() => true));
			expect(sandbox.requests('list').length).toBeLessThanOrEqual(2 * 3);
		});

		it('does not wait for a stuck one either where one before it went well', async () => {
			const { email, id } = sandbox.users[941]!;
			const everyone = { parameters: getMany({ returnAll: true }), credential };
			sandbox.changeUser(id, { state: 'SUSPENDED' });
			sandbox.fault({ match: 'get', delayMs: 300 });
			const before = startNode(sandbox, everyone);
			while (sandbox.requests('list').length < 2) await aTurn();
			// Too late for that one, whose hint does not settle it.
			const alert = run(suspend('email', email));
			await before.finished;
			while (sandbox.requests('get').length === 0) await aTurn();
			sandbox.fault({ match: 'list', kind: 'hang' });
			const stuck = startNode(sandbox, everyone);
			const { items } = await alert;
			stuck.cancel();

			expect(items[0]?.json).toMatchObject({ id, changed: false });
		});

		it('does not take a pause that 1Password has asked for to be stuck', async () => {
			sandbox.fault({ match: 'list', skip: 1, status: 429, headers: { 'retry-after': '2' } });
			const listing = run(getMany({ returnAll: true }));
			while (sandbox.requests('list').every(({ status }) => status !== 429)) await aTurn();
			const results = await suspendThem();
			await listing;

			expect(results.map(({ items }) => items[0]?.json.changed)).toEqual(users().map(() => true));
			expect(sandbox.requests('list')).toHaveLength(1 + 3);
		});

		it('waits where 1Password has asked for a pause', async () => {
			sandbox.fault({ match: 'list', skip: 1, status: 429, headers: { 'retry-after': '2' } });
			const results = await suspendThem();

			expect(results.map(({ items }) => items[0]?.json.changed)).toEqual(users().map(() => true));
			expect(sandbox.requests('list').length).toBeLessThanOrEqual(1 + 2 * 3);
		});
	});
});

it('a run is not held by others that list again and again', async () => {
	await run(getMany({ returnAll: true }));
	const { id, email } = sandbox.users[1300]!;
	sandbox.clearRequests();
	sandbox.fault({ match: 'get', status: 404, delayMs: 200, times: Infinity });
	let isOver = false;
	const alert = run(get('email', email)).finally(() => (isOver = true));
	let others = 0;
	for (; others < 40 && !isOver; others++) await run(getMany({ returnAll: true }));

	expect(others).toBeLessThan(40);
	expect(sandbox.requests('get').length).toBeLessThanOrEqual(3);
	expect((await alert).items[0]?.json.id).toBe(id);
});

it('a listing is not taken to be stuck after a pause that came and went since a run looked at it', async () => {
	giveUpAfter(1500);
	const { email } = sandbox.users[970]!;
	sandbox.fault({ match: 'list', status: 429, headers: { 'retry-after': '1' }, delayMs: 200 });
	sandbox.fault({ match: 'list', delayMs: 1000 });
	const listing = run(getMany({ returnAll: true }));
	while (sandbox.requests('list').length < 1) await aTurn();
	const { items } = await run(suspend('email', email));
	await listing;

	expect(items[0]?.json.changed).toBe(true);
	expect(sandbox.requests('list')).toHaveLength(1 + 3);
});
