import { unlessAborted } from './unlessAborted';

/** How long requests without an answer may go on to change something. */
const LAST_REQUESTS_MS = 5_000;

/** By account, when the last of those who hold the lock or wait for it is done. */
const lastHolders = new Map<string, Promise<void>>();

/** The accounts of which it is not known whether a change was made. */
const unsettled = new Set<string>();

/** To be called when it is not known whether a change was made: whoever holds the account's lock keeps it for a while. */
export function keepLocked(account: string): void {
	unsettled.add(account);
}

/**
 * Does work while this process does no other such work for the account: runs that count and then act would otherwise all
 * count before any of them acts. Work that was stopped half-way, or that does not know what it has changed, keeps the lock
 * for five seconds more: 1Password may go on with what it was sent, and whoever counted at once would miss it.
 * @param account names the account, whichever credential leads there; other accounts don't wait
 * @param signal ends the wait, not the work
 * @throws ApiError when the execution is cancelled while it waits, and what the work throws
 */
export async function whileLocked<T>(
	account: string,
	signal: AbortSignal | undefined,
	work: () => Promise<T>,
): Promise<T> {
	const before = lastHolders.get(account) ?? Promise.resolve();
	let end = () => {};
	const mine = new Promise<void>((resolve) => (end = resolve));
	// The next one waits for this one and for those before it, as this one may stop waiting before they are done.
	const last = before.then(async () => await mine);
	lastHolders.set(account, last);
	void last.then(() => {
		if (lastHolders.get(account) === last) lastHolders.delete(account);
	});
	let hasBegun = false;
	try {
		await unlessAborted(before, signal);
		hasBegun = true;
		return await work();
	} finally {
		const maySoonChange = hasBegun && (unsettled.delete(account) || signal?.aborted === true);
		if (maySoonChange) AbortSignal.timeout(LAST_REQUESTS_MS).addEventListener('abort', end);
		else end();
	}
}
