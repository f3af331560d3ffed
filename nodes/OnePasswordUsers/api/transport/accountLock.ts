import { unlessAborted } from './unlessAborted';

/** By account, when the last of those who hold the lock or wait for it is done. */
const lastHolders = new Map<string, Promise<void>>();

/**
 * Does work while this process does no other such work for the account: runs that count and then act would otherwise all
 * count before any of them acts.
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
	try {
		await unlessAborted(before, signal);
		return await work();
	} finally {
		end();
	}
}
