import type { ApiError } from '../api/errors/ApiError';
import type { Connection } from '../api/transport/connection';
import { orAborted } from '../utils/orAborted';
import { Comparison, type Directory } from './Comparison';
import { confirmMissing } from './confirmMissing';
import { identifiedUsers } from './identifiedUsers';
import { needsEveryone, type Selection } from './selection';

interface Survey {
	/** its listing is complete; some of those who were missing from it may still be unconfirmed */
	comparison: Comparison;
	/** why somebody is unconfirmed, unless it is that the time was up: the first failure */
	failure?: ApiError;
}

/**
 * Reads the account and compares it with what is remembered: one request for 1000 users of the listing, then a look at
 * the remembered users who are not in it.
 * @param before undefined for a baseline
 * @param stop is aborted when the time is up
 * @throws ApiError when the listing can't be read, or when the time is up before it is complete
 */
export async function survey(
	connection: Connection,
	before: Directory | undefined,
	selection: Selection,
	stop?: AbortSignal,
): Promise<Survey> {
	const comparison = new Comparison(before, selection);
	const state = needsEveryone(selection) ? undefined : 'SUSPENDED';
	for await (const page of identifiedUsers(connection, state)) {
		for (const user of page) comparison.see(user);
	}
	// When the time is up, requests under way are left to themselves.
	const failure = await orAborted(confirmMissing(connection, comparison, selection), stop, () => undefined);
	return { comparison, failure: stop?.aborted ? undefined : failure };
}
