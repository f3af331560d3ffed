import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import { FROM_INPUT, named, reactivate, suspend } from './n8n/parameters';
import { credentialFor, runNode } from './n8n/runNode';

let sandbox: Sandbox;
let accounts = 0;
beforeEach(async () => {
	// An account of its own for each test: this process remembers for a minute whom it has suspended there.
	const accountId = `LATELISTOFSUSPENDEDUSERS${22 + accounts++}`;
	sandbox = await startSandbox({ users: 60, suspendedShare: 0, accountId });
});
afterEach(async () => {
	jest.restoreAllMocks();
	await sandbox.close();
});

const members = (from: number, count: number) => sandbox.users.slice(from, from + count);
const suspended = () => sandbox.users.filter(({ state }) => state === 'SUSPENDED');
const reads = () => sandbox.requests('get').length;

/** The list of suspended users does not show anybody yet. */
function keepListBack(): void {
	const transform = (body: unknown) => {
		const { results } = body as { results: Array<{ state: string }> };
		return { ...(body as object), results: results.filter(({ state }) => state !== 'SUSPENDED') };
	};
	sandbox.fault({ match: 'list', times: Infinity, transform });
}

/** Suspends users, of whom no more than so many may be suspended. */
const run = async (ids: string[], maxSuspended: number) =>
	await runNode(sandbox, {
		parameters: suspend('id', FROM_INPUT),
		input: named(ids),
		credential: credentialFor(sandbox, { maxSuspended }),
	});

describe('Max Suspended Users, where the list of suspended users is older than they are', () => {
	it('costs no request where the list shows everybody', async () => {
		const ids = members(4, 2).map(({ id }) => id);
		for (const id of ids) await run([id], 5);

		expect(reads()).toBe(2);
	});

	it('stops a burst of alerts exactly where it says', async () => {
		keepListBack();
		const credential = credentialFor(sandbox, { maxSuspended: 5 });
		const runs = await Promise.all(
			members(4, 20).map(
				async ({ id }) => await runNode(sandbox, { parameters: suspend('id', id), credential }),
			),
		);

		expect(suspended()).toHaveLength(5);
		const refused = runs.flatMap(({ error }) => error?.message ?? []);
		expect(new Set(refused)).toEqual(
			new Set([
				'6 users of this account would be suspended, more than Max Suspended Users allows (5). Nobody was suspended in this run',
			]),
		);
		expect(refused).toHaveLength(15);
	});

	it('counts what a run may have done whose answers were lost', async () => {
		keepListBack();
		const [first, second] = members(4, 2);
		sandbox.fault({ match: 'suspend', times: 4, status: 504, actFirst: true });
		await run([first!.id], 1);
		const { error } = await run([second!.id], 1);

		expect(error?.message).toContain('2 users of this account would be suspended');
		expect(suspended()).toEqual([expect.objectContaining({ id: first!.id })]);
	}, 20_000);

	it('does not count who was reactivated, or is gone, since', async () => {
		const first = members(4, 5).map(({ id }) => id);
		await run(first, 5);
		sandbox.removeUser(first[0]!);
		for (const id of first.slice(1, 3)) sandbox.changeUser(id, { state: 'ACTIVE' });
		const { items } = await run(
			members(20, 3).map(({ id }) => id),
			5,
		);

		expect(items.map(({ json }) => json.changed)).toEqual([true, true, true]);
	});

	it('changes nobody where it cannot find out', async () => {
		const [first, second] = members(4, 2);
		await run([first!.id], 5);
		keepListBack();
		sandbox.fault({ match: 'get', skip: 1, status: 400, times: Infinity });
		const { error } = await run([second!.id], 5);

		expect(error?.message).toBe(`1Password did not understand the request to show ${first!.id}`);
		expect(suspended()).toHaveLength(1);
	});

	describe('and only one may be suspended', () => {
		/** Changes nobody, since one is suspended. */
		const runInVain = async () => {
			const { error } = await run([members(20, 1)[0]!.id], 1);

			expect(error?.message).toContain('2 users of this account would be suspended');
			expect(suspended()).toHaveLength(1);
		};
		beforeEach(keepListBack);

		it('counts whom a credential without a limit has suspended', async () => {
			await run([members(4, 1)[0]!.id], 0);
			await runInVain();
		});

		it('counts them also where the clock is set', async () => {
			await run([members(4, 1)[0]!.id], 1);
			const now = Date.now.bind(Date);
			jest.spyOn(Date, 'now').mockImplementation(() => now() + 7_200_000);
			await runInVain();
		});

		it.each([undefined, 'STATE_UNSPECIFIED', 'SUSPENDED_BY_ADMIN'])(
			'counts whoever may be suspended by their state: %s',
			async (state) => {
				await run([members(4, 1)[0]!.id], 1);
				const transform = (body: unknown) => {
					const user = body as { state: string };
					return user.state === 'SUSPENDED' ? { ...user, state } : user;
				};
				sandbox.fault({ match: 'get', times: Infinity, transform });
				await runInVain();
			},
		);

		it.each([
			['whose answers were lost', { kind: 'reset-before', times: 4 }],
			['that 1Password has not confirmed', { status: 200, body: {} }],
		] as const)(
			'waits for a change %s, which may be made a moment later',
			async (_, fault) => {
				const { id } = members(4, 1)[0]!;
				sandbox.fault({ match: 'suspend', ...fault });
				const { error } = await run([id], 1);
				expect(error).toBeDefined();
				setTimeout(() => sandbox.changeUser(id, { state: 'SUSPENDED' }), 500);
				await runInVain();
			},
			30_000,
		);

		it('goes on after a refusal without a further request', async () => {
			const body = { code: 7, message: 'no_owner_remain', details: [] };
			sandbox.fault({ match: 'suspend', status: 403, body });
			const [refused, next] = members(4, 2);
			await run([refused!.id], 1);
			const { items } = await run([next!.id], 1);

			expect(items[0]?.json.changed).toBe(true);
			expect(reads()).toBe(2);
		});

		it('counts also where users may not be read', async () => {
			const { clientId, clientSecret } = sandbox.addApplication({ scopes: ['users.list', 'users.suspend'] });
			const credential = credentialFor(sandbox, { clientId, clientSecret, maxSuspended: 1 });
			const [first, second] = members(4, 2);
			sandbox.clearFaults();
			const byEmail = async ({ email }: { email?: string } = {}) =>
				await runNode(sandbox, { parameters: suspend('email', email), credential });
			await byEmail(first);
			sandbox.changeUser(first!.id, { state: 'ACTIVE' });
			const { error } = await byEmail(second);

			expect(error?.message).toContain('2 users of this account would be suspended');
		});
	});

	it('suspends whom the list still shows', async () => {
		const { id } = members(4, 1)[0]!;
		const held = credentialFor(sandbox, { maxSuspended: 1 });
		await runNode(sandbox, { parameters: suspend('id', id), credential: held });
		const before = { ...sandbox.user(id) };
		await runNode(sandbox, { parameters: reactivate('id', id), credential: held });
		sandbox.fault({ match: 'list', transform: (body) => ({ ...(body as object), results: [before] }) });
		const { items } = await runNode(sandbox, { parameters: suspend('id', id), credential: held });

		expect(items[0]?.json).toMatchObject({ changed: true, previous_state: 'ACTIVE' });
		expect(sandbox.user(id).state).toBe('SUSPENDED');
	});

	it('counts a user once who is on a list without states', async () => {
		const { id } = members(4, 1)[0]!;
		const held = credentialFor(sandbox, { maxSuspended: 1 });
		const transform = (body: unknown) => {
			const { results } = body as { results: object[] };
			return { ...(body as object), results: results.map((user) => ({ ...user, state: undefined })) };
		};
		sandbox.fault({ match: 'list', times: Infinity, transform });
		const runs = await Promise.all(
			[1, 2].map(async () => await runNode(sandbox, { parameters: suspend('id', id), credential: held })),
		);

		expect(runs.map(({ items }) => items[0]?.json.changed).sort()).toEqual([false, true]);
	});
});
