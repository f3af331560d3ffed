import fc from 'fast-check';
import { seedDirectory, type Seeding } from '../../../sandbox/account/seedDirectory.ts';
import { startSandbox, type SandboxOptions } from '../../../sandbox/server.ts';
import { aTextWith } from './expected.ts';

const seeding = { accountId: 'A', users: 25, seed: 1, suspendedShare: 0.08 };
const usersOf = (changes: Partial<Seeding>) => seedDirectory({ ...seeding, ...changes }).directory.users;

describe('the seeded directory', () => {
	it('is the same for the same seed, and another one for another seed', () => {
		expect(usersOf({ users: 300 })).toEqual(usersOf({ users: 300 }));
		expect(usersOf({ seed: 2 })).not.toEqual(usersOf({ seed: 1 }));
	});

	it('has distinct IDs and emails and the exact share of suspended users, for any size and seed (property)', () => {
		const sizes = fc.integer({ min: 1, max: 3000 });
		const shares = fc.constantFrom(0, 0.08, 0.5);
		fc.assert(
			fc.property(sizes, fc.nat(), shares, (users, seed, suspendedShare) => {
				const directory = usersOf({ users, seed, suspendedShare });

				expect(new Set(directory.map(({ id }) => id)).size).toBe(users);
				expect(new Set(directory.map(({ email }) => email)).size).toBe(users);
				const suspended = directory.filter(({ state }) => state === 'SUSPENDED').length;
				expect(suspended).toBe(Math.floor(users * suspendedShare + 1e-9));
			}),
			{ numRuns: 30 },
		);
	});

	it('looks like people: IDs of 26, emails at example domains, names in many scripts, five years of joining', () => {
		const users = usersOf({ users: 2000 });

		for (const { id, email, create_time, path } of users) {
			expect(id).toMatch(/^[A-Z2-7]{26}$/);
			expect(email).toMatch(/^[a-z]+\.[a-z]+\d*@([a-z]+\.)?example\.(com|org|net)$/);
			expect(path).toBe(`accounts/A/users/${id}`);
			expect(create_time).toMatch(/^20\d\d-/);
		}
		const times = users.map(({ create_time }) => String(create_time));
		expect([...times].sort()).toEqual(times);
		expect(times[0]?.slice(0, 4)).toBe('2021');
		expect(times.at(-1)?.slice(0, 4)).toBe('2026');
		const names = users.map(({ display_name }) => display_name).join();
		for (const script of [/[À-ÿ]/, /\p{Script=Han}/u, /\p{Script=Cyrillic}/u]) expect(names).toMatch(script);
	});

	it('can have users in neither state, evenly spread over those who are not suspended', () => {
		const states = usersOf({ users: 201, suspendedShare: 0.5, unspecifiedShare: 0.1 }).map(
			({ state }) => state,
		);
		const count = (wanted: string) => states.filter((state) => state === wanted).length;

		expect([count('SUSPENDED'), count('STATE_UNSPECIFIED'), count('ACTIVE')]).toEqual([100, 10, 91]);
		expect(states.slice(0, 101).filter((state) => state === 'STATE_UNSPECIFIED')).toHaveLength(5);
	});

	it('begins with its only owner, who is active', () => {
		const users = usersOf({ suspendedShare: 1 });

		expect(users[0]).toMatchObject({ kind: 'owner', state: 'ACTIVE' });
		expect(users.slice(1).every(({ kind, state }) => kind === 'member' && state === 'SUSPENDED')).toBe(true);
	});

	it('has 300,000 users, no two with the same ID', () => {
		const { directory } = seedDirectory({ ...seeding, users: 300_000 });

		expect(new Set(directory.users.map(({ id }) => id)).size).toBe(300_000);
	});
});

describe('changing the directory', () => {
	it('finds by ID and email, and says so when that is nobody or not one', async () => {
		const sandbox = await startSandbox({ users: 2 });
		await sandbox.close();
		const { id, email } = sandbox.addUser({ email: 'ana@example.com', display_name: 'Ana' });

		expect(sandbox.user('ana@example.com')).toBe(sandbox.user(id));
		expect(email).toBe('ana@example.com');
		expect(sandbox.users.at(-1)).toMatchObject({
			state: 'ACTIVE',
			kind: 'member',
			path: aTextWith(id),
		});
		expect(() => sandbox.user('nobody@example.com')).toThrow(/no user nobody@example.com/);
		sandbox.addUser({ email: 'ana@example.com' });
		expect(() => sandbox.user('ana@example.com')).toThrow(/2 users/);
		sandbox.removeUser(id);
		expect(sandbox.user('ana@example.com').id).not.toBe(id);
	});

	it('refuses fields and values no user can have', async () => {
		const sandbox = await startSandbox({ users: 1 });
		await sandbox.close();
		const [owner] = sandbox.users;
		const odd: object[] = [
			{ state: 'GONE' },
			{ kind: 'boss' },
			{ emial: 'x' },
			{ id: 'x' },
			{ email: 1 },
			{ create_time: 'yesterday' },
		];

		for (const change of odd) expect(() => sandbox.changeUser(String(owner?.id), change)).toThrow();
		for (const id of ['', 'a/b', 'a:b', 'a b', String(owner?.id), 5])
			expect(() => sandbox.addUser({ id: id as string })).toThrow();
		expect(sandbox.users).toHaveLength(1);
	});
});

it.each<[string, object]>([
	['users', { users: -1 }],
	['users', { users: 1.5 }],
	['suspendedShare', { suspendedShare: 2 }],
	['versions', { versions: ['v2'] }],
	['scopes', { scopes: ['users.delete'] }],
	['gatewayStatus', { gatewayStatus: 500 }],
	['tokenLifetimeSeconds', { tokenLifetimeSeconds: -1 }],
])('does not start with an odd %s: %j', async (name, options: SandboxOptions) => {
	await expect(startSandbox(options)).rejects.toThrow(name);
});
