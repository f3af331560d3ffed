import { isUnknownUser, type ApiError } from '../api/errors/ApiError';
import { asApiError } from '../api/errors/networkErrors';
import { forEachAtOnce } from '../api/transport/forEachAtOnce';
import type { Connection } from '../api/transport/connection';
import { getUser } from '../api/users';
import type { Comparison } from './Comparison';
import { identifiedUsers } from './identifiedUsers';
import { needsEveryone, type Selection } from './selection';

/**
 * This many reads by ID take as long as one page of a listing. With fewer users to look for no listing is tried, and
 * one that settles fewer with a page ends.
 */
const READS_PER_PAGE = 50;

/** So many failures tell of an outage rather than of users who can't be read; in one, each costs several requests. */
const MOST_FAILURES = 5;

/**
 * Finds out what became of remembered users who are missing from the listing: who is there is seen, and who is not is
 * confirmed by a 404. Where many are missing from the list of suspended users, most of them are active, so a listing of
 * the active users settles up to 1000 with a request; the others take a request each.
 *
 * Who can't be read stays unconfirmed and holds up nobody else.
 * @returns the first failure; it has left nobody unconfirmed where only the listing of active users has failed
 */
export async function confirmMissing(
	connection: Connection,
	comparison: Comparison,
	selection: Selection,
): Promise<ApiError | undefined> {
	const failures: ApiError[] = [];
	const note = (failure: unknown) => void failures.push(asApiError(failure));
	if (!needsEveryone(selection)) await findAmongActive(connection, comparison).catch(note);
	const look = async (id: string) => {
		await confirm(connection, comparison, id).catch(note);
		const mayGoOn = failures.length < MOST_FAILURES;
		if (!mayGoOn) connection.stop();
		return mayGoOn;
	};
	await forEachAtOnce(connection, fromAnywhere(comparison.unconfirmed()), look, () => connection.stop());
	return failures[0];
}

/** @throws ApiError when the user can't be read */
async function confirm(connection: Connection, comparison: Comparison, id: string): Promise<void> {
	try {
		const user = await getUser(connection, id);
		// Under the ID that is remembered, whatever its case in the answer.
		comparison.see({ ...user, id });
	} catch (failure) {
		if (!isUnknownUser(failure)) throw asApiError(failure);
		comparison.miss(id);
	}
}

/** Goes through the list of active users as long as that is faster than reading the users one by one. */
async function findAmongActive(connection: Connection, comparison: Comparison): Promise<void> {
	const missing = new Set(comparison.unconfirmed());
	if (missing.size < READS_PER_PAGE) return;
	for await (const page of identifiedUsers(connection, 'ACTIVE')) {
		const found = page.filter(({ id }) => missing.delete(id));
		for (const user of found) comparison.see(user);
		if (found.length < READS_PER_PAGE || missing.size < READS_PER_PAGE) return;
	}
}

/**
 * The same IDs, starting at a random one: a poll that runs out of time must not spend it on the same users every time,
 * as some of them may give nothing to remember (for example, a user who is in a state that the API does not document).
 */
function fromAnywhere(ids: string[]): string[] {
	const start = Math.floor(Math.random() * ids.length);
	return [...ids.slice(start), ...ids.slice(0, start)];
}
