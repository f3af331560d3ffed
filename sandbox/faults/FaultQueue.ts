import { matchesPattern } from '../log/matchesPattern.ts';
import type { Fault, LoggedRequest } from '../types.ts';

interface Pending {
	readonly fault: Fault;
	skip: number;
	times: number;
}

/** Faults that wait for their requests, in the order they were made. */
export class FaultQueue {
	#pending: Pending[] = [];

	add(fault: Fault): void {
		this.#pending.push({ fault, skip: fault.skip ?? 0, times: fault.times ?? 1 });
	}

	clear(): void {
		this.#pending = [];
	}

	/** Those that have not happened as often as asked. */
	list(): Fault[] {
		return this.#pending.map(({ fault, skip, times }) => ({ ...fault, skip, times }));
	}

	/** The first fault that fits the request and has nothing more to skip. Later faults don't see the request. */
	take(request: LoggedRequest): Fault | undefined {
		for (const pending of this.#pending) {
			if (!matchesPattern(pending.fault.match, request)) continue;
			if (pending.skip > 0) {
				pending.skip--;
				continue;
			}
			pending.times--;
			if (pending.times <= 0) this.#pending = this.#pending.filter((other) => other !== pending);
			return pending.fault;
		}
		return undefined;
	}
}
