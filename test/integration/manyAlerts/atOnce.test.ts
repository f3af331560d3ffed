import type { INodeParameters } from 'n8n-workflow';
import { readSettings } from '../../../nodes/OnePasswordUsers/api/credential/settings';
import { forgetKnownUsers } from '../../../nodes/OnePasswordUsers/api/transport/sharedState';
import { aTurn } from '../../aTurn';
import type { Sandbox } from '../../strictSandbox.ts';
import type { CredentialStore } from '../n8n/credentialStore';
import { get, getMany, suspend } from '../n8n/parameters';
import { credentialFor, runNode, startNode } from '../n8n/runNode';
import { startLargeAccount } from './startLargeAccount';

let sandbox: Sandbox;
let credential: CredentialStore;
beforeEach(async () => ({ sandbox, credential } = await startLargeAccount()));
afterEach(async () => await sandbox.close());

const run = async (parameters: INodeParameters, one = credential) =>
	await runNode(sandbox, { parameters, credential: one });

describe('fifty alerts at once', () => {
	const together = async (emails: readonly string[]) =>
		await Promise.all(emails.map(async (email) => await run(suspend('email', email))));

	it('with nothing known cost one token call, two listings at most, and two requests each', async () => {
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
		sandbox.addUser({ email: twins });
		const results = await together(Array.from({ length: 20 }, () => twins));

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

	it('without end have each run fail for its own reason', async () => {
		sandbox.fault({ match: 'list', status: 400, times: Infinity });
		const emails = sandbox.users.slice(500, 550).map(({ email }) => email!);
		const results = await Promise.all(emails.map(async (email) => await run(suspend('email', email))));

		for (const { error } of results)
			expect(error?.message).toBe('1Password did not understand the request to list users');
		expect(sandbox.requests('suspend')).toEqual([]);
	});
});
