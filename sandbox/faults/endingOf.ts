import { errorForStatus, type Answer } from '../contract/answers.ts';
import type { Fault } from '../types.ts';

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
