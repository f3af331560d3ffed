import { orAborted } from './orAborted';

/** So long nothing may happen, in milliseconds. */
const LONGEST_SILENCE_MS = 5_000;

/**
 * Waits for work as long as it gets on; the work itself is not stopped. The timer keeps no process alive.
 * @param progress tells another number whenever the work has got on, and NaN while it has a reason not to
 * @param instead gives the result once the work has not got on for five to ten seconds
 * @returns what the work gives, or `instead`
 * @throws what the work throws before
 */
export async function unlessStuck<T, A>(
	work: Promise<T>,
	progress: () => number,
	instead: () => A,
): Promise<T | A> {
	for (let seen = NaN; seen !== progress();) {
		seen = progress();
		const outcome = await orAborted(
			work,
			AbortSignal.timeout(LONGEST_SILENCE_MS),
			(): typeof SILENT => SILENT,
		);
		if (outcome !== SILENT) return outcome;
	}
	return instead();
}

const SILENT = Symbol('silent');
