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
		const silence = AbortSignal.timeout(LONGEST_SILENCE_MS);
		let wake = () => {};
		const over = new Promise<typeof STUCK>((resolve) => (wake = () => resolve(STUCK)));
		silence.addEventListener('abort', wake);
		try {
			const outcome = await Promise.race([work, over]);
			if (outcome !== STUCK) return outcome;
		} finally {
			silence.removeEventListener('abort', wake);
		}
	}
	return undefined;
}

const STUCK = Symbol('stuck');
