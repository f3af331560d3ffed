import { RecentMap } from '../../utils/RecentMap';

/** A list of 1Password's may be older than its users, but hardly by more than this, in milliseconds. */
const LATEST_MS = 60_000;

/** By account, whom this process has asked to be suspended, and when; the oldest first. */
const accounts = new RecentMap(() => new Map<string, number>());

/**
 * Takes note of a suspension that is asked for, whatever becomes of it.
 * @param account names the account, whichever credential leads there
 * @param now milliseconds, monotonic
 */
export function noteSuspension(account: string, userId: string, now = performance.now()): void {
	const asked = accounts.get(account);
	asked.delete(userId);
	asked.set(userId, now);
	for (const [id, askedAt] of asked) {
		if (now - askedAt <= LATEST_MS) break;
		asked.delete(id);
	}
}

/** The IDs of those whose suspension this process has asked for within the last minute. */
export const lateSuspensions = (account: string, now = performance.now()): string[] =>
	[...accounts.get(account)].flatMap(([id, askedAt]) => (now - askedAt <= LATEST_MS ? [id] : []));
