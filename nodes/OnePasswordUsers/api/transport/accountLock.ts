import { unlessAborted } from './unlessAborted';

/** How long the requests that a stopped run had sent may go on to change something. */
const LAST_REQUESTS_MS = 5_000;

/** By account, when the last of those who hold the lock or wait for it is done. */
const lastHolders = new Map<string, Promise<void>>();

/**
 * Does work while this process does no other such work for the account: runs that count and then act would otherwise all
 * count before any of them acts. Work that was stopped half-way keeps the lock for five seconds more: 1Password goes on
 * with what it was sent, and whoever counted at once would miss it.
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
		if (hasBegun && signal?.aborted) AbortSignal.timeout(LAST_REQUESTS_MS).addEventListener('abort', end);
		else end();
	}
}
