/** A list of 1Password's may be older than its users, but hardly by more than this, in milliseconds. */
const LATEST_MS = 60_000;

interface Suspension {
	account: string;
	userId: string;
	/** milliseconds, monotonic: the clock may be set */
	at: number;
}

/** Whom this process has asked to be suspended, the oldest first. */
const suspensions = new Map<string, Suspension>();

const keyOf = (account: string, userId: string) => `${account} ${userId}`;

/**
 * Takes note of a suspension: when it is asked for, since it may be made at once, and again when its outcome is known,
 * since it may have been made only then.
 * @param account names the account, whichever credential leads there
 */
export function noteSuspension(account: string, userId: string, at = performance.now()): void {
	forgetSuspension(account, userId);
	suspensions.set(keyOf(account, userId), { account, userId, at });
	for (const [key, oldest] of suspensions) {
		if (at - oldest.at <= LATEST_MS) break;
		suspensions.delete(key);
	}
}

/** To be called when 1Password has refused it. */
export function forgetSuspension(account: string, userId: string): void {
	suspensions.delete(keyOf(account, userId));
}

/** The IDs of those whom this process has suspended within the last minute, or may have. */
export const lateSuspensions = (account: string, now = performance.now()): string[] =>
	[...suspensions.values()].flatMap((one) =>
		one.account === account && now - one.at <= LATEST_MS ? [one.userId] : [],
	);
