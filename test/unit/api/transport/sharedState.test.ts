import {
	forgetKnownUsers,
	sharedStateOf,
} from '../../../../nodes/OnePasswordUsers/api/transport/sharedState';
import type { User } from '../../../../nodes/OnePasswordUsers/api/types';
import { settings } from '../fixtures';

const account = (accountId: string) => settings({ accountId });

/** Lists so many users of an account, to the end. */
async function list(accountId: string, count: number): Promise<void> {
	const listing = sharedStateOf(account(accountId)).beginListing();
	listing.add(
		Array.from({ length: count }, (_, place): User => ({ id: `U${place}`, email: `u${place}@x.test` })),
	);
	listing.complete();
	listing.end();
	await listing.known;
}

const knownOf = (accountId: string) => sharedStateOf(account(accountId)).known?.size;

describe('what runs share', () => {
	it('is the same for all with one host, account, client and secret', () => {
		expect(sharedStateOf(settings())).toBe(sharedStateOf(settings({ readOnly: true, apiVersion: 'v1' })));
	});

	it.each([
		['host', { region: 'eu' }],
		['account', { accountId: 'OTHERACCOUNT' }],
		['client', { clientId: 'other' }],
		['secret', { clientSecret: 'other' }],
	])('is another one for another %s', (_what, fields) => {
		expect(sharedStateOf(settings(fields))).not.toBe(sharedStateOf(settings()));
	});

	it('keeps its pause and its limit when the users are forgotten', async () => {
		await list('FORGOTTEN', 3);
		const state = sharedStateOf(account('FORGOTTEN'));
		forgetKnownUsers(account('FORGOTTEN'));

		expect(knownOf('FORGOTTEN')).toBeUndefined();
		expect(sharedStateOf(account('FORGOTTEN'))).toBe(state);
	});
});

describe('a listing', () => {
	it('is there for others until it is over', async () => {
		const state = sharedStateOf(account('LISTED'));
		const listing = state.beginListing();
		expect(state.listing).toBe(listing);
		listing.end();
		await listing.known;

		expect(state.listing).toBeUndefined();
		expect(state.known).toBeUndefined();
	});

	it('that was under way when the users were forgotten is not remembered', async () => {
		const state = sharedStateOf(account('REVOKED'));
		const [earlier, later] = [state.beginListing(), state.beginListing()];
		forgetKnownUsers(account('REVOKED'));
		const after = state.beginListing();
		for (const listing of [earlier, later]) {
			listing.complete();
			listing.end();
			await listing.known;
		}
		expect([state.known, state.listing]).toEqual([undefined, after]);
		after.complete();
		await after.known;

		expect(state.known).toBe(await after.known);
	});

	it('that began earlier does not replace what a later one has shown', async () => {
		const state = sharedStateOf(account('OVERTAKEN'));
		const [earlier, later] = [state.beginListing(), state.beginListing()];
		for (const listing of [later, earlier]) {
			listing.complete();
			listing.end();
			await listing.known;
		}

		expect(state.known).toBe(await later.known);
	});
});

describe('known users of all accounts together', () => {
	it('can be 300,000', async () => {
		await list('ONE', 200_000);
		await list('OTHER', 100_000);

		expect([knownOf('ONE'), knownOf('OTHER')]).toEqual([200_000, 100_000]);
	});

	it('are 300,000 at most: those of the account that was not used for longest go first', async () => {
		sharedStateOf(account('NEVERLISTED'));
		await list('FIRST', 150_000);
		await list('SECOND', 100_000);
		expect([knownOf('SECOND'), knownOf('FIRST')]).toEqual([100_000, 150_000]);
		await list('THIRD', 60_000);

		expect([knownOf('FIRST'), knownOf('SECOND'), knownOf('THIRD')]).toEqual([150_000, undefined, 60_000]);
	});
});
