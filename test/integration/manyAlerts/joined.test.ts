import type { INodeParameters } from 'n8n-workflow';
import { aTurn } from '../../aTurn';
import type { Sandbox } from '../../strictSandbox.ts';
import type { CredentialStore } from '../n8n/credentialStore';
import { get, getMany, suspend } from '../n8n/parameters';
import { credentialFor, runNode } from '../n8n/runNode';
import { startLargeAccount } from './startLargeAccount';

let sandbox: Sandbox;
let credential: CredentialStore;
beforeEach(async () => ({ sandbox, credential } = await startLargeAccount()));
afterEach(async () => await sandbox.close());

const run = async (parameters: INodeParameters, one = credential) =>
	await runNode(sandbox, { parameters, credential: one });

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
