import { sleep } from 'n8n-workflow';
import type { ApiError } from '../errors/ApiError';
import { cancelled } from '../errors/networkErrors';
import { unlessAborted } from './unlessAborted';

/** At most three retries, of what can pass; see the statuses in `isTransientStatus`. */
export const MAX_RETRIES = 3;
/** The longest that a server's Retry-After is honoured, in milliseconds. */
export const LONGEST_PAUSE_MS = 30_000;
const FIRST_PAUSE_MS = 500;

/**
 * How long to pause before the next try: exponential with jitter, or what the server asked for, up to 30 s, if that is longer.
 * @param retries how many retries went before, 0 for the first
 * @returns milliseconds
 */
export function pauseBefore(
	retries: number,
	failure: Pick<ApiError, 'retryAfterMs'>,
	random = Math.random,
): number {
	const longest = FIRST_PAUSE_MS * 2 ** retries;
	const own = Math.round(longest / 2 + (longest / 2) * random());
	return Math.max(own, Math.min(failure.retryAfterMs ?? 0, LONGEST_PAUSE_MS));
}

/** One pause shared by all requests to an account: whoever is told to wait makes everyone wait. */
export class SharedPause {
	private until = 0;
	private length = 0;
	private asked = 0;

	/** Holds back every request for `ms` milliseconds. */
	extend(ms: number): void {
		const until = Date.now() + ms;
		if (until <= this.until) return;
		this.until = until;
		this.length = ms;
		this.asked++;
	}

	/**
	 * Resolves when no pause is in force: a request may start.
	 * @throws ApiError as soon as the execution is cancelled, also where there is no pause
	 */
	async over(signal: AbortSignal | undefined): Promise<void> {
		if (signal?.aborted) throw cancelled();
		for (let left = this.left(); left > 0; left = this.left()) await unlessAborted(sleep(left), signal);
	}

	/** How often a pause was asked for; NaN while one is in force. */
	get count(): number {
		return this.left() > 0 ? NaN : this.asked;
	}

	/** Never longer than what was asked for: the clock may have been set back. */
	private left(): number {
		const now = Date.now();
		this.until = Math.min(this.until, now + this.length);
		return this.until - now;
	}
}
