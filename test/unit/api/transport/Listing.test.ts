import { Listing } from '../../../../nodes/OnePasswordUsers/api/transport/Listing';
import type { User } from '../../../../nodes/OnePasswordUsers/api/types';

const BEFORE = 4;
const BEGUN = 5;
const ana: User = { id: 'ANA', email: 'Ana@x.test', state: 'ACTIVE' };
const bob: User = { id: 'BOB', email: 'bob@x.test', state: 'SUSPENDED' };
const many = (count: number) => Array.from({ length: count }, (_, place): User => ({ id: `U${place}` }));

let listing: Listing;
beforeEach(() => (listing = new Listing(BEGUN)));

describe('a run that joins a listing', () => {
	it('gets all users who have its emails, from every page', async () => {
		const joined = listing.join(['ana@x.test', 'no@x.test'], BEFORE);
		const twin = { ...ana, id: 'TWIN', email: ' ANA@x.test' };
		for (const page of [[ana, bob], [{ id: 'NOBODY' }], [twin]]) listing.add(page);
		listing.complete();

		expect(await joined).toEqual(
			new Map([
				['ana@x.test', [ana, twin]],
				['no@x.test', []],
			]),
		);
	});

	it('gets the same as another that looks for the same and more', async () => {
		listing.add([]);
		const one = listing.join(['ana@x.test'], BEFORE);
		const other = listing.join(['bob@x.test', 'ana@x.test'], BEFORE);
		listing.add([ana, bob]);
		listing.complete();
		listing.end();

		expect((await one)?.get('ana@x.test')).toEqual([ana]);
		expect((await other)?.get('ana@x.test')).toEqual([ana]);
		expect((await other)?.get('bob@x.test')).toEqual([bob]);
	});

	it('began before it, and comes before its users', () => {
		expect(listing.join(['ana@x.test'], BEGUN)).toBeUndefined();
		expect(listing.join(['ana@x.test'], BEGUN + 1)).toBeUndefined();
		listing.add([bob]);

		expect(listing.join(['ana@x.test'], BEFORE)).toBeUndefined();
	});

	it('learns that it broke off', async () => {
		const joined = listing.join(['ana@x.test'], BEFORE);
		listing.add([ana]);
		listing.end();

		expect(await joined).toBeUndefined();
	});

	it('gets users whom the run that lists cannot change any more', async () => {
		const joined = listing.join(['ana@x.test'], BEFORE);
		const listed = { ...ana };
		listing.add([listed]);
		listed.id = 'BOB';
		listing.complete();

		expect((await joined)?.get('ana@x.test')).toEqual([ana]);
	});
});

describe('a listing', () => {
	it('that broke off makes nobody known', async () => {
		listing.add([ana, bob]);
		listing.end();

		expect(await listing.known).toBeUndefined();
	});

	it('of too many makes nobody known as soon as it is clear, and answers whoever has joined it', async () => {
		const joined = listing.join(['ana@x.test', 'bob@x.test'], BEFORE);
		listing.add([ana, ...many(299_999)]);
		listing.add([bob]);

		expect(await listing.known).toBeUndefined();
		listing.complete();
		expect(await joined).toEqual(
			new Map([
				['ana@x.test', [ana]],
				['bob@x.test', [bob]],
			]),
		);
	});
});
