import { setTimeout as sleep } from 'node:timers/promises';

/** How long to wait for something, and how often to look. */
export interface Waiting {
	withinMs: number;
	everyMs?: number;
	/** Ends the waiting; it rejects then. */
	signal?: AbortSignal;
}

/**
 * Looks again and again until there is something.
 *
 * @returns undefined when there was nothing in time
 */
export async function waitFor<Result>(
	look: () => Promise<Result | undefined> | Result | undefined,
	{ withinMs, everyMs = 1000, signal }: Waiting,
): Promise<Result | undefined> {
	const deadline = Date.now() + withinMs;
	for (;;) {
		const result = await look();
		if (result !== undefined || Date.now() > deadline) return result;
		await sleep(everyMs, undefined, { signal });
	}
}
