import { unlessAborted } from './unlessAborted';

/** n8n's HTTP Request node, which has no limit, reaches so many where 1Password is near. */
const FIRST_LIMIT = 32;
/** From afar (120 ms) n8n's HTTP Request node reaches 90; with so many n8n is busy all the time, and more gain nothing. */
const HIGHEST_LIMIT = 128;
const LOWEST_LIMIT = 2;

/**
 * How many requests to an account may be under way at once: as many as 1Password takes.
 *
 * It starts with 32 and doubles after each window of successes, as many as the limit, up to 128. A 429 halves it, and from
 * then on it grows by one for each window, so that one 429 doesn't slow the rest of a long run.
 */
export class RequestLimit {
	private limit = FIRST_LIMIT;
	private underWay = 0;
	private successes = 0;
	/** how often the limit was halved */
	private halvings = 0;
	private readonly waiting = new Set<() => void>();

	/** The limit as it is now. */
	get atOnce(): number {
		return this.limit;
	}

	/**
	 * Makes a request as soon as it may start, in the order in which they came.
	 * @param request is told the period in which it starts; each halving begins a new one
	 * @param signal ends the wait
	 * @throws ApiError when the run ends while it waits, and what the request throws
	 */
	async run<T>(request: (period: number) => Promise<T>, signal?: AbortSignal): Promise<T> {
		if (this.underWay < this.limit) this.underWay++;
		else await this.untilStarted(signal);
		try {
			return await request(this.halvings);
		} finally {
			this.underWay--;
			this.startWaiting();
		}
	}

	/** Counts a request that 1Password has served, if it is the limit that holds the runs back: at least half was in use. */
	grow(period: number): void {
		if (period !== this.halvings || 2 * this.underWay < this.limit) return;
		this.successes++;
		if (this.successes < this.limit) return;
		this.successes = 0;
		this.limit = Math.min(HIGHEST_LIMIT, this.halvings === 0 ? 2 * this.limit : this.limit + 1);
		this.startWaiting();
	}

	/** Halves the limit after a 429. What started before the last halving tells nothing about the limit since. */
	halve(period: number): void {
		if (period !== this.halvings) return;
		this.halvings++;
		this.successes = 0;
		this.limit = Math.max(LOWEST_LIMIT, Math.floor(this.limit / 2));
	}

	/** Resolves when the request counts as under way. */
	private async untilStarted(signal: AbortSignal | undefined): Promise<void> {
		let start = () => {};
		const started = new Promise<void>((resolve) => (start = resolve));
		this.waiting.add(start);
		let isUnderWay = false;
		try {
			await unlessAborted(started, signal);
			isUnderWay = true;
		} finally {
			// Where it was started and aborted in one go, it makes room again.
			if (!isUnderWay && !this.waiting.delete(start)) this.underWay--;
			if (!isUnderWay) this.startWaiting();
		}
	}

	private startWaiting(): void {
		for (const start of this.waiting) {
			if (this.underWay >= this.limit) return;
			this.waiting.delete(start);
			this.underWay++;
			start();
		}
	}
}
