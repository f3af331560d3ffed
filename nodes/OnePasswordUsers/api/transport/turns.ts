import { cancelled } from '../errors/networkErrors';

/** By account, the end of the last turn that was asked for. */
const lastTurns = new Map<string, Promise<void>>();

/**
 * Does work for an account when nobody else in this process is doing such work for it: runs that count and then act
 * would otherwise all count before any of them acts.
 * @param account names the account; other accounts don't wait
 * @param signal ends the wait, not the work
 * @throws ApiError when the execution is cancelled before its turn, and what the work throws
 */
export async function inTurn<T>(
	account: string,
	signal: AbortSignal | undefined,
	work: () => Promise<T>,
): Promise<T> {
	const before = lastTurns.get(account) ?? Promise.resolve();
	let end = () => {};
	const mine = new Promise<void>((resolve) => (end = resolve));
	// Whoever comes next waits for this turn, and for those before it, in case this one is given up before it comes.
	const last = before.then(async () => await mine);
	lastTurns.set(account, last);
	try {
		await unlessAborted(before, signal);
		return await work();
	} finally {
		end();
		if (lastTurns.get(account) === last) lastTurns.delete(account);
	}
}

async function unlessAborted(turn: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
	let abort = () => {};
	const aborted = new Promise<void>((resolve) => (abort = resolve));
	signal?.addEventListener('abort', abort);
	await Promise.race([turn, aborted]);
	signal?.removeEventListener('abort', abort);
	if (signal?.aborted) throw cancelled();
}
