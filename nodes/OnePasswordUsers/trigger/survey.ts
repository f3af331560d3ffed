import { isUnknownUser } from '../api/errors/ApiError';
import { isIdentified } from '../api/shapes';
import { forEachAtOnce } from '../api/transport/concurrency';
import type { Connection } from '../api/transport/connection';
import type { IdentifiedUser } from '../api/types';
import { getUser, listUsers } from '../api/users';
import { asError } from '../utils/asError';
import { Comparison, type Directory } from './Comparison';
import { needsEveryone, type Selection } from './selection';

/**
 * Looks at the account and compares it with what is remembered: one request for 1000 users of the listing, and one for
 * each remembered user who is not in it.
 * @param before undefined for a baseline
 * @returns the comparison, complete: when any page or any user can't be read, nothing is compared
 * @throws ApiError when any of it can't be read
 */
export async function survey(
	connection: Connection,
	before: Directory | undefined,
	selection: Selection,
): Promise<Comparison> {
	const comparison = new Comparison(before, selection);
	const state = needsEveryone(selection) ? undefined : 'SUSPENDED';
	for await (const page of listUsers(connection, { state })) {
		for (const user of page) if (isIdentified(user)) comparison.see(user);
	}
	await forEachAtOnce(comparison.unseen(), async (id) => {
		const user = await findUser(connection, id);
		// Under the ID that is remembered, whatever its case in the answer.
		if (user) comparison.see({ ...user, id });
	});
	return comparison;
}

async function findUser(connection: Connection, id: string): Promise<IdentifiedUser | undefined> {
	try {
		return await getUser(connection, id);
	} catch (failure) {
		if (isUnknownUser(failure)) return undefined;
		throw asError(failure);
	}
}
