import { orAborted } from './orAborted';

/** So long nothing may happen, in milliseconds. */
const LONGEST_SILENCE_MS = 5_000;

/**
 * Waits for work as long as it gets on; the work itself is not stopped. The timer keeps no process alive.
 * @param progress tells another number whenever the work has got on
 * @returns what the work gives; undefined once it has not got on for five to ten seconds
 * @throws what the work throws before
 */
export async function unlessStuck<T>(work: Promise<T>, progress: () => number): Promise<T | undefined> {
	for (let seen = NaN; seen !== progress();) {
		seen = progress();
		const outcome = await orAborted(
			work,
			AbortSignal.timeout(LONGEST_SILENCE_MS),
			(): typeof SILENT => SILENT,
		);
		if (outcome !== SILENT) return outcome;
	}
	return undefined;
}

const SILENT = Symbol('silent');
