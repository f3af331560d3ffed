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

/** Whether 1Password wants no requests for a while, whoever sends them: a 429 that does not say for how long means so, too. */
const asksForPause = ({ httpStatus, retryAfterMs }: ApiError) =>
	retryAfterMs === undefined ? httpStatus === 429 : retryAfterMs > 0;

/** One pause shared by all requests to an account: whoever is told to wait makes everyone wait. */
export class SharedPause {
	/** milliseconds, monotonic: the clock may be set */
	private until = -Infinity;
	private asked = 0;
	private readonly failures = new WeakSet<ApiError>();

	/** Holds back every request for `ms` milliseconds. */
	extend(ms: number): void {
		const until = performance.now() + ms;
		if (until <= this.until) return;
		this.until = until;
		this.asked++;
	}

	/**
	 * Holds back every request after a failure that may pass, if it is to be retried or 1Password asks for a pause. Each
	 * failure counts once: that of a token call reaches all who wait for the token, some of them when its pause is over.
	 * @param retries how many retries went before
	 */
	extendAfter(failure: ApiError, retries = 0, isRetried = false): void {
		if (!failure.transient || this.failures.has(failure)) return;
		if (!isRetried && !asksForPause(failure)) return;
		this.failures.add(failure);
		this.extend(pauseBefore(retries, failure));
	}

	/**
	 * Resolves when no pause is in force: a request may start.
	 * @throws ApiError as soon as the execution is cancelled, also where there is no pause
	 */
	async over(signal: AbortSignal | undefined): Promise<void> {
		if (signal?.aborted) throw cancelled();
		for (let left = this.left; left > 0; left = this.left) await unlessAborted(sleep(left), signal);
	}

	get isInForce(): boolean {
		return this.left > 0;
	}

	/** How often a pause was asked for; NaN while one is in force. */
	get count(): number {
		return this.isInForce ? NaN : this.asked;
	}

	private get left(): number {
		return this.until - performance.now();
	}
}
