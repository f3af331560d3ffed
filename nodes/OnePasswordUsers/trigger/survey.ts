import type { Connection } from '../api/transport/connection';
import { asError } from '../utils/asError';
import { orAborted } from '../utils/orAborted';
import { Comparison, type Directory } from './Comparison';
import { confirmMissing } from './confirmMissing';
import { identifiedUsers } from './identifiedUsers';
import { needsEveryone, type Selection } from './selection';

/**
 * Reads the account and compares it with what is remembered: one request for 1000 users of the listing, then a look at
 * the remembered users who are not in it.
 * @param before undefined for a baseline
 * @param stop is aborted when the time is up
 * @returns the comparison. Its listing is complete; if the time was up after that, some users are still unconfirmed
 * @throws ApiError when any of it can't be read, or when the time is up before the listing is complete
 */
export async function survey(
	connection: Connection,
	before: Directory | undefined,
	selection: Selection,
	stop?: AbortSignal,
): Promise<Comparison> {
	const comparison = new Comparison(before, selection);
	const state = needsEveryone(selection) ? undefined : 'SUSPENDED';
	for await (const page of identifiedUsers(connection, state)) {
		for (const user of page) comparison.see(user);
	}
	await untilStopped(confirmMissing(connection, comparison, selection), stop);
	return comparison;
}

/** Waits for the work, but no longer than until the time is up; requests under way are then left to themselves. */
async function untilStopped(work: Promise<void>, stop: AbortSignal | undefined): Promise<void> {
	try {
		await orAborted(work, stop, () => undefined);
	} catch (failure) {
		if (!stop?.aborted) throw asError(failure);
	}
}
