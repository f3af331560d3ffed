import { errorForStatus, type Answer } from '../api/answers.ts';
import { matches } from '../log/pattern.ts';
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
			if (!matches(pending.fault.match, request)) continue;
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

/** How a request ends: with an answer, whole or cut off, or without one. */
export type Ending =
	{ kind: 'answer' | 'truncate' | 'invalid-json'; answer: Answer } | { kind: 'reset' | 'hang' };

/** What becomes of a request under a fault. `act` lets the call take effect and says what it would answer. */
export function endingOf(fault: Fault | undefined, act: () => Answer): Ending {
	if (!fault) return { kind: 'answer', answer: act() };
	if (fault.kind === 'reset-before') return { kind: 'reset' };
	if (fault.kind === 'hang') {
		if (fault.actFirst) act();
		return { kind: 'hang' };
	}
	const replaced = fault.transform === undefined && (fault.status !== undefined || fault.body !== undefined);
	const real = !replaced || fault.actFirst || fault.kind === 'reset-after' ? act() : undefined;
	if (fault.kind === 'reset-after') return { kind: 'reset' };
	const answer = replaced || !real ? replacement(fault) : changed(fault, real);
	return { kind: fault.kind ?? 'answer', answer };
}

function changed(fault: Fault, real: Answer): Answer {
	return {
		status: fault.status ?? real.status,
		headers: { ...real.headers, ...contentTypeOf(fault), ...fault.headers },
		body: fault.transform ? fault.transform(structuredClone(real.body)) : real.body,
	};
}

function replacement(fault: Fault): Answer {
	const status = fault.status ?? 200;
	const body = fault.body ?? (status >= 400 && !('body' in fault) ? errorForStatus(status).body : undefined);
	return { status, headers: { ...contentTypeOf(fault), ...fault.headers }, body };
}

function contentTypeOf(fault: Fault): Record<string, string> {
	return fault.contentType === undefined ? {} : { 'content-type': fault.contentType };
}
