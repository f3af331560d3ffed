/** Timers are this imprecise anyway; to run an action this much too early is better than a millisecond late. */
const EARLY_MS = 0.5;

interface Entry {
	/** on the clock of `performance.now()` */
	due: number;
	action: () => void;
}

/** Runs actions in the order they were added, each of them some time after it was added. */
export class DelayedQueue {
	readonly #entries: Entry[] = [];

	/**
	 * Adds an action.
	 *
	 * @param ms how long after this call it is due; it also waits for those before it
	 */
	add(ms: number, action: () => void): void {
		this.#entries.push({ due: performance.now() + ms, action });
		if (this.#entries.length === 1) this.#run();
	}

	#run(): void {
		for (let next = this.#entries[0]; next; next = this.#entries[0]) {
			const left = next.due - performance.now();
			if (left > EARLY_MS) {
				setTimeout(() => this.#run(), Math.round(left));
				return;
			}
			this.#entries.shift();
			next.action();
		}
	}
}
