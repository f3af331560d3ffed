import { rpcError, type Answer } from '../contract/answers.ts';

/** Counts requests in windows of one second. */
export class RateLimit {
	#windowStart = 0;
	#used = 0;

	/** The refusal if this is one request too many; 0 is no limit. */
	refuse(requestsPerSecond: number): Answer | undefined {
		const now = Date.now();
		if (now - this.#windowStart >= 1000) {
			this.#windowStart = now;
			this.#used = 0;
		}
		this.#used++;
		if (requestsPerSecond === 0 || this.#used <= requestsPerSecond) return undefined;
		return rpcError('resourceExhausted', 'too many requests', { 'retry-after': '1' });
	}
}
