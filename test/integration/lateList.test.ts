import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import { FROM_INPUT, named, suspend } from './n8n/parameters';
import { credentialFor, runNode } from './n8n/runNode';

let sandbox: Sandbox;
let accounts = 0;
beforeEach(async () => {
	// An account of its own for each test: this process remembers for a minute whom it has suspended there.
	const accountId = `LATELISTOFSUSPENDEDUSERS${22 + accounts++}`;
	sandbox = await startSandbox({ users: 60, suspendedShare: 0, accountId });
});
afterEach(async () => await sandbox.close());

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

describe('Max Suspended Users, where the list of suspended users is older than they are', () => {
	const credential = () => credentialFor(sandbox, { maxSuspended: 5 });

	it('costs no request where the list shows everybody', async () => {
		const ids = members(4, 2).map(({ id }) => id);
		for (const id of ids) await runNode(sandbox, { parameters: suspend('id', id), credential: credential() });

		expect(reads()).toBe(2);
	});

	it('stops a burst of alerts exactly where it says', async () => {
		keepListBack();
		const held = credential();
		const runs = await Promise.all(
			members(4, 20).map(
				async ({ id }) => await runNode(sandbox, { parameters: suspend('id', id), credential: held }),
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
		const run = async (id: string) =>
			await runNode(sandbox, {
				parameters: suspend('id', id),
				credential: credentialFor(sandbox, { maxSuspended: 1 }),
			});
		keepListBack();
		const [first, second] = members(4, 2);
		sandbox.fault({ match: 'suspend', times: 4, status: 504, actFirst: true });
		await run(first!.id);
		const { error } = await run(second!.id);

		expect(error?.message).toContain('2 users of this account would be suspended');
		expect(suspended()).toEqual([expect.objectContaining({ id: first!.id })]);
	}, 20_000);

	it('does not count who was reactivated, or is gone, since', async () => {
		const run = async (ids: string[]) =>
			await runNode(sandbox, {
				parameters: suspend('id', FROM_INPUT),
				input: named(ids),
				credential: credential(),
			});
		const first = members(4, 5).map(({ id }) => id);
		await run(first);
		sandbox.removeUser(first[0]!);
		for (const id of first.slice(1, 3)) sandbox.changeUser(id, { state: 'ACTIVE' });
		const { items } = await run(members(20, 3).map(({ id }) => id));

		expect(items.map(({ json }) => json.changed)).toEqual([true, true, true]);
	});

	it('changes nobody where it cannot find out', async () => {
		const run = async (id: string) =>
			await runNode(sandbox, { parameters: suspend('id', id), credential: credential() });
		const [first, second] = members(4, 2);
		await run(first!.id);
		keepListBack();
		sandbox.fault({ match: 'get', skip: 1, status: 400, times: Infinity });
		const { error } = await run(second!.id);

		expect(error?.message).toBe(`1Password did not understand the request to show ${first!.id}`);
		expect(suspended()).toHaveLength(1);
	});
});
