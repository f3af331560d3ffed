import fc from 'fast-check';
import type { KnownUsers } from '../../../../nodes/OnePasswordUsers/api/transport/KnownUsers';
import { Listing } from '../../../../nodes/OnePasswordUsers/api/transport/Listing';
import type { User } from '../../../../nodes/OnePasswordUsers/api/types';

async function known(users: User[]): Promise<KnownUsers | undefined> {
	const listing = new Listing(1);
	for (let start = 0; start < users.length; start += 1000) listing.add(users.slice(start, start + 1000));
	listing.complete();
	listing.end();
	return await listing.known;
}

const user = (place: number): User => ({
	id: `USER${String(place).padStart(22, '0')}`,
	email: `person.${place}@example.com`,
});
const many = (count: number) => Array.from({ length: count }, (_, place) => user(place));

describe('known users', () => {
	it('are found by email, whatever its case and the spaces around it', async () => {
		const users = (await known(many(2500)))!;

		expect(users.candidates(' Person.1234@EXAMPLE.com')).toEqual([user(1234).id]);
		expect(users.candidates('nobody@example.com')).toEqual([]);
		expect(users.pages).toBe(3);
		expect(users.begun).toBe(1);
	});

	it('are all who have the email', async () => {
		const twins = [user(1), { ...user(2), email: 'PERSON.1@example.com' }, user(3)];

		expect((await known(twins))!.candidates('person.1@example.com').sort()).toEqual([user(1).id, user(2).id]);
	});

	it('have IDs of any length; one that is missing or very long is told as not known', async () => {
		const users = [
			{ id: 'A', email: 'a@x.test' },
			{ id: 'B'.repeat(64), email: 'b@x.test' },
			{ id: 'C'.repeat(65), email: 'c@x.test' },
			{ email: 'd@x.test' },
			{ id: 'E' },
			{ id: 'F', email: '' },
		];
		const all = (await known(users))!;

		expect(['a', 'b', 'c', 'd'].map((name) => all.candidates(`${name}@x.test`))).toEqual([
			['A'],
			['B'.repeat(64)],
			[''],
			[''],
		]);
		expect(all.size).toBe(4);
	});

	it('are exactly those of the listing (property)', () =>
		fc.assert(
			fc.asyncProperty(
				fc.uniqueArray(fc.nat({ max: 500 })),
				fc.array(fc.nat({ max: 500 })),
				async (listed, asked) => {
					const users = (await known(listed.map(user)))!;
					for (const place of [...listed, ...asked])
						expect(users.candidates(user(place).email!)).toEqual(
							listed.includes(place) ? [user(place).id] : [],
						);
				},
			),
			{ numRuns: Number(process.env['PROPERTY_RUNS'] ?? 100) },
		));

	it('of an account with more than 300,000 users are none', async () => {
		expect((await known(many(300_000)))?.size).toBe(300_000);
		expect(await known(many(300_001))).toBeUndefined();
	});

	it('take less than 100 bytes each', async () => {
		const users = (await known(many(300_000)))!;
		const bytes = Object.values(users)
			.filter((value): value is ArrayBufferView => ArrayBuffer.isView(value))
			.reduce((sum, { byteLength }) => sum + byteLength, 0);

		expect(bytes).toBeGreaterThan(300_000 * 26);
		expect(bytes).toBeLessThan(300_000 * 40);
	});
});
