import type { INodeParameters } from 'n8n-workflow';
import { forgetKnownUsers } from '../../nodes/OnePasswordUsers/api/transport/sharedState';
import { readSettings } from '../../nodes/OnePasswordUsers/api/credential/settings';
import { aTurn } from '../aTurn';
import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import type { CredentialStore } from './n8n/credentialStore';
import { get, getMany, suspend } from './n8n/parameters';
import { credentialFor, runNode, startNode } from './n8n/runNode';

let sandbox: Sandbox;
let credential: CredentialStore;
const run = async (parameters: INodeParameters, one = credential) =>
	await runNode(sandbox, { parameters, credential: one });
beforeAll(async () => (sandbox = await startSandbox({ users: 2500, suspendedShare: 0 })));
afterAll(async () => await sandbox.close());
beforeEach(() => {
	credential = credentialFor(sandbox);
	forgetKnownUsers(readSettings(credential.stored));
	sandbox.clearFaults();
	sandbox.clearRequests();
	sandbox.latency(20);
});
afterEach(() => {
	jest.restoreAllMocks();
	sandbox.latency(0);
});

/** Nobody waits for five seconds of silence here, but for so many milliseconds. */
const giveUpAfter = (silence: number) => {
	const timeout = AbortSignal.timeout.bind(AbortSignal);
	jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(ms === 5000 ? silence : ms));
};

describe('fifty alerts at once', () => {
	const together = async (emails: readonly string[]) =>
		await Promise.all(emails.map(async (email) => await run(suspend('email', email))));

	it('with nothing known cost one token call, two listings at most, and two requests each', async () => {
		sandbox.revokeAllTokens();
		sandbox.latency(20);
		const emails = sandbox.users.slice(100, 150).map(({ email }) => email!);
		const results = await together(emails);

		expect(results.map(({ items }) => items[0]?.json.email)).toEqual(emails);
		expect(results.every(({ items }) => items[0]?.json.changed === true)).toBe(true);
		expect(sandbox.requests('token')).toHaveLength(1);
		expect(sandbox.requests('list').length).toBeLessThanOrEqual(6);
		expect(sandbox.requests('suspend')).toHaveLength(50);
	});

	it('about nobody at all cost two listings', async () => {
		const results = await together(Array.from({ length: 50 }, (_, place) => `nobody-${place}@example.test`));

		for (const { error } of results) expect(error?.message).toMatch(/^No user with the email nobody-/);
		expect(sandbox.requests('list').length).toBeLessThanOrEqual(6);
		expect([...sandbox.requests('get'), ...sandbox.requests('suspend')]).toEqual([]);
	});

	it('about one email that two users have, refuse all of them', async () => {
		const twins = sandbox.users[40]!.email!;
		const twin = sandbox.addUser({ email: twins });
		const results = await together(Array.from({ length: 20 }, () => twins));
		sandbox.removeUser(twin.id);

		for (const { error } of results) expect(error?.message).toMatch(/^Several users have the email/);
		expect(sandbox.requests('list').length).toBeLessThanOrEqual(6);
		expect(sandbox.requests('suspend')).toEqual([]);
	});

	it('may wait for a second listing where the first has broken off', async () => {
		sandbox.fault({ match: 'list', skip: 1, status: 400 });
		sandbox.fault({ match: 'list', skip: 2, status: 400 });
		const results = await together(sandbox.users.slice(300, 350).map(({ email }) => email!));

		expect(results.filter(({ error }) => error !== undefined)).toHaveLength(2);
		expect(sandbox.requests('list').length).toBeLessThanOrEqual(8);
	});

	it('do not wait for listings that may stop before the end', async () => {
		sandbox.latency(30);
		const limited = (async () => {
			await run(getMany());
			await run(getMany());
		})();
		while (sandbox.requests('list').length === 0) await aTurn();
		await together(sandbox.users.slice(400, 450).map(({ email }) => email!));
		await limited;

		expect(sandbox.requests('list').length).toBeLessThanOrEqual(8);
	});

	it('succeed where the listing that they wait for breaks off', async () => {
		sandbox.fault({ match: 'list', skip: 1, status: 400 });
		const results = await together(sandbox.users.slice(200, 220).map(({ email }) => email!));

		expect(results.filter(({ error }) => error !== undefined)).toHaveLength(1);
		expect(sandbox.requests('list').length).toBeLessThanOrEqual(5);
	});

	it('list on where those that list are cancelled, one after the other', async () => {
		const started = sandbox.users
			.slice(600, 620)
			.map(({ email }) => startNode(sandbox, { parameters: suspend('email', email), credential }));
		for (const [place, { cancel }] of started.slice(0, 3).entries()) {
			while (sandbox.requests('list').length <= place) await aTurn();
			cancel();
		}
		const results = await Promise.all(started.map(async ({ finished }) => await finished));

		expect(results.slice(3).map(({ items }) => items[0]?.json.changed)).toEqual(
			Array.from({ length: 17 }, () => true),
		);
		expect(sandbox.requests('list').length).toBeLessThanOrEqual(3 + 9);
	});
});

describe('fifty alerts at once of an application', () => {
	const lookUp = async () => {
		const users = sandbox.users.slice(700, 750);
		const results = await Promise.all(users.map(async ({ email }) => await run(get('email', email))));
		expect(results.map(({ items }) => items[0]?.json.id)).toEqual(users.map(({ id }) => id));
	};

	it('that may not read by ID cost three listings, and a read each at most', async () => {
		const { clientId, clientSecret } = sandbox.addApplication({ scopes: ['users.list'] });
		credential = credentialFor(sandbox, { clientId, clientSecret });
		await lookUp();

		expect(sandbox.requests('list').length).toBeLessThanOrEqual(9);
		expect(sandbox.requests('get').length).toBeLessThanOrEqual(50);
	});

	it('of which one read was refused lately cost two listings', async () => {
		await run(getMany({ returnAll: true }));
		sandbox.fault({ match: 'get', status: 403 });
		await run(get('email', sandbox.users[5]!.email));
		forgetKnownUsers(readSettings(credential.stored));
		sandbox.clearRequests();
		await lookUp();

		expect(sandbox.requests('list').length).toBeLessThanOrEqual(6);
	});
});

describe('a run that joins the listing of another', () => {
	it('has users of its own, whatever the other workflow does with its items', async () => {
		const [victim, target] = [sandbox.users[800]!, sandbox.users[801]!];
		const { email } = target;
		await run(getMany({ returnAll: true }));
		sandbox.addUser({ email: 'stays@example.test' });
		sandbox.changeUser(sandbox.users[802]!.id, { email });
		sandbox.changeUser(target.id, { email: 'moved@example.test' });
		sandbox.clearRequests();
		sandbox.fault({ match: 'list', delayMs: 100 });
		const suspended = run(suspend('email', email), credentialFor(sandbox, { maxSuspended: 1000 }));
		while (sandbox.requests('get').length === 0) await aTurn();
		const { items } = await run(getMany({ returnAll: true }));
		for (const { json } of items) if (json.email === email) json.id = victim.id;

		expect((await suspended).items[0]?.json.id).toBe(sandbox.users[802]!.id);
		expect(sandbox.user(victim.id).state).toBe('ACTIVE');
		expect(sandbox.requests('list').filter(({ query }) => query.filter === undefined)).toHaveLength(3);
	});

	it('shares nothing with a third, not even what is nested', async () => {
		const transform = (body: unknown) => {
			const { results } = body as { results: object[] };
			return { ...(body as object), results: results.map((user) => ({ ...user, groups: ['a'] })) };
		};
		sandbox.fault({ match: 'list', times: Infinity, transform });
		const alert = get('email', sandbox.users[9]!.email);
		const results = await Promise.all(Array.from({ length: 3 }, async () => await run(alert)));
		const [one, ...others] = results.map(({ items }) => items[0]!.json.groups as string[]);
		one!.push('b');

		expect(others).toEqual([['a'], ['a']]);
	});

	it.each([
		['another API Version', { apiVersion: 'v1beta1' }],
		['other Allowed Domains', { allowedHttpRequestDomains: 'domains', allowedDomains: 'example.com' }],
	])('does not fail as those do whose credential has %s', async (_what, fields) => {
		sandbox.setVersions(['v1']);
		const alert = get('email', sandbox.users[10]!.email);
		const failing = Array.from({ length: 12 }, async () => await run(alert, credentialFor(sandbox, fields)));
		const { items } = await run(alert);
		await Promise.all(failing);
		sandbox.setVersions(['v1', 'v1beta1']);

		expect(items[0]?.json.id).toBe(sandbox.users[10]!.id);
	});

	it('does not break it, however deep something in a user is nested', async () => {
		const alone = sandbox.users[10]!;
		const groups = JSON.parse('['.repeat(3000) + ']'.repeat(3000)) as unknown;
		const transform = (body: unknown) => {
			const { results } = body as { results: Array<{ id: string }> };
			const deeper = results.map((user) => (user.id === alone.id ? { ...user, groups } : user));
			return { ...(body as object), results: deeper };
		};
		sandbox.fault({ match: 'list', times: Infinity, transform });
		const alert = get('email', alone.email);
		const results = await Promise.all([run(alert), run(alert)]);

		expect(results.map(({ items }) => items[0]?.json.id)).toEqual([alone.id, alone.id]);
	});

	it('fails for its own reason where no listing works', async () => {
		sandbox.fault({ match: 'list', status: 400, times: Infinity });
		const emails = sandbox.users.slice(500, 550).map(({ email }) => email!);
		const results = await Promise.all(emails.map(async (email) => await run(suspend('email', email))));

		for (const { error } of results)
			expect(error?.message).toBe('1Password did not understand the request to list users');
		expect(sandbox.requests('suspend')).toEqual([]);
	});

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
			for (const { id } of users()) sandbox.changeUser(id, { state: 'ACTIVE' });
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
			for (const { id } of users()) sandbox.changeUser(id, { state: 'ACTIVE' });
			sandbox.fault({ match: 'list', skip: 1, status: 429, headers: { 'retry-after': '2' } });
			const listing = run(getMany({ returnAll: true }));
			while (sandbox.requests('list').every(({ status }) => status !== 429)) await aTurn();
			const results = await suspendThem();
			await listing;

			expect(results.map(({ items }) => items[0]?.json.changed)).toEqual(users().map(() => true));
			expect(sandbox.requests('list')).toHaveLength(1 + 3);
		});

		it('waits where 1Password has asked for a pause', async () => {
			for (const { id } of users()) sandbox.changeUser(id, { state: 'ACTIVE' });
			sandbox.fault({ match: 'list', skip: 1, status: 429, headers: { 'retry-after': '2' } });
			const results = await suspendThem();

			expect(results.map(({ items }) => items[0]?.json.changed)).toEqual(users().map(() => true));
			expect(sandbox.requests('list').length).toBeLessThanOrEqual(1 + 2 * 3);
		});
	});
});

describe('a run that comes too late to join', () => {
	const lists = () => sandbox.requests('list').length;
	/** Lists everyone, and resolves when that has shown a page. */
	async function beginListing() {
		const before = lists();
		const listing = run(getMany({ returnAll: true }));
		while (lists() < before + 2) await aTurn();
		return listing;
	}

	it('waits all the same, and then reads whom it has shown', async () => {
		const listing = beginListing();
		while (lists() < 2) await aTurn();
		const { email, id } = sandbox.users[1000]!;
		const { items } = await run(suspend('email', email));
		await listing;

		expect(items[0]?.json).toMatchObject({ id, changed: true });
		expect(sandbox.requests().map(({ operation }) => operation)).toEqual(
			expect.arrayContaining(['get', 'suspend']),
		);
		expect(lists()).toBe(3);
	});

	it('believes a listing that began after it, also that there is nobody or several', async () => {
		const [, , nobody, twins] = sandbox.users.slice(1000).map(({ email }) => email!);
		await run(getMany({ returnAll: true }));
		for (const { id, email } of [...sandbox.users])
			if (email === nobody || email === twins) sandbox.changeUser(id, { email: `moved-${email}` });
		sandbox.addUser({ email: twins });
		sandbox.addUser({ email: twins });
		sandbox.clearRequests();
		sandbox.fault({ match: 'get', delayMs: 400, times: 2 });
		const results = [nobody, twins].map(async (email) => await run(suspend('email', email!)));
		while (sandbox.requests('get').length < 2) await aTurn();
		await beginListing();
		const errors = (await Promise.all(results)).map(({ error }) => error?.message);

		expect(errors).toEqual([
			`No user with the email ${nobody} in this account`,
			`Several users have the email ${twins}`,
		]);
		expect(lists()).toBe(3);
		expect(sandbox.requests('suspend')).toEqual([]);
	});
});

it('a read that contradicts a listing that began after the run has it list itself', async () => {
	await run(getMany({ returnAll: true }));
	const { id, email } = sandbox.users[1100]!;
	sandbox.clearRequests();
	sandbox.fault({ match: 'get', status: 404, delayMs: 300 });
	sandbox.fault({ match: 'get', transform: (body) => ({ ...(body as object), email: 'moved@example.com' }) });
	const alert = run(get('email', email));
	while (sandbox.requests('get').length === 0) await aTurn();
	await run(getMany({ returnAll: true }));
	const { items } = await alert;

	expect(items[0]?.json).toMatchObject({ id, email });
	expect(sandbox.requests('get')).toHaveLength(2);
});

describe('listings that break off', () => {
	it('one after the other are followed by two at once, not by one of each run', async () => {
		sandbox.fault({ match: 'list', status: 400, times: 3 });
		const users = sandbox.users.slice(1100, 1150);
		const results = await Promise.all(users.map(async ({ email }) => await run(suspend('email', email))));

		expect(results.filter(({ error }) => error !== undefined)).toHaveLength(3);
		expect(results.filter(({ items }) => items[0]?.json.changed === true)).toHaveLength(47);
		expect(sandbox.requests('list').length).toBeLessThanOrEqual(3 + 2 * 3);
	});

	it('all of them end no run later than after nine', async () => {
		sandbox.fault({ match: 'list', status: 400, times: Infinity, delayMs: 100 });
		const before = performance.now();
		const alone = await run(get('email', 'nobody@example.test'));
		const once = performance.now() - before;
		const emails = sandbox.users.slice(1200, 1250).map(({ email }) => email!);
		const results = await Promise.all(emails.map(async (email) => await run(get('email', email))));
		const starts = sandbox.requests('list').map(({ startedAt }) => startedAt);
		const rounds = starts.filter((at, place) => place === 0 || at - starts[place - 1]! > once / 3).length;

		expect([alone, ...results].every(({ error }) => error !== undefined)).toBe(true);
		expect(rounds).toBeLessThanOrEqual(1 + 9);
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

// The last one: after a 429 the account takes fewer requests at once.
it('a listing is not taken to be stuck after a pause that came and went since a run looked at it', async () => {
	giveUpAfter(1500);
	const { id, email } = sandbox.users[970]!;
	sandbox.changeUser(id, { state: 'ACTIVE' });
	sandbox.fault({ match: 'list', status: 429, headers: { 'retry-after': '1' }, delayMs: 200 });
	sandbox.fault({ match: 'list', delayMs: 1000 });
	const listing = run(getMany({ returnAll: true }));
	while (sandbox.requests('list').length < 1) await aTurn();
	const { items } = await run(suspend('email', email));
	await listing;

	expect(items[0]?.json.changed).toBe(true);
	expect(sandbox.requests('list')).toHaveLength(1 + 3);
});
