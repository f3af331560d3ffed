import { sleep } from 'n8n-workflow';
import type { ApiError } from '../errors/ApiError';
import { cancelled } from '../errors/networkErrors';

/** At most three retries, of what can pass; see the statuses in `isTransientStatus`. */
export const MAX_RETRIES = 3;
/** The longest that a server's Retry-After is honoured, in milliseconds. */
export const LONGEST_PAUSE_MS = 30_000;
const FIRST_PAUSE_MS = 500;

/**
 * How long to pause before the next try: what the server asked for, up to 30 s, else exponential with jitter.
 * @param retries how many retries went before, 0 for the first
 * @returns milliseconds
 */
export function pauseBefore(
	retries: number,
	failure: Pick<ApiError, 'retryAfterMs'>,
	random = Math.random,
): number {
	if (failure.retryAfterMs !== undefined) return Math.min(failure.retryAfterMs, LONGEST_PAUSE_MS);
	const longest = FIRST_PAUSE_MS * 2 ** retries;
	return Math.round(longest / 2 + (longest / 2) * random());
}

/** One pause shared by all parallel requests of a run: whoever is told to wait makes everyone wait. */
export class SharedPause {
	private until = 0;

	/** Nobody starts a request for so many milliseconds. */
	extend(ms: number): void {
		this.until = Math.max(this.until, Date.now() + ms);
	}

	/**
	 * Resolves when no pause is in force: a request may start.
	 * @throws ApiError as soon as the execution is cancelled, also where there is no pause
	 */
	async over(signal: AbortSignal | undefined): Promise<void> {
		if (signal?.aborted) throw cancelled();
		for (let left = this.until - Date.now(); left > 0; left = this.until - Date.now()) {
			await sleepUnlessAborted(left, signal);
			if (signal?.aborted) throw cancelled();
		}
	}
}

async function sleepUnlessAborted(ms: number, signal: AbortSignal | undefined): Promise<void> {
	let wake = () => {};
	const aborted = new Promise<void>((resolve) => (wake = resolve));
	signal?.addEventListener('abort', wake);
	await Promise.race([sleep(ms), aborted]);
	signal?.removeEventListener('abort', wake);
}
