import { validateHeaderName, validateHeaderValue } from 'node:http';
import { milliseconds, oneOf, record, text, wholeNumber, trueOrFalse } from '../checks/valueChecks.ts';
import type { Fault } from '../types.ts';

const KINDS: NonNullable<Fault['kind']>[] = [
	'reset-before',
	'reset-after',
	'hang',
	'truncate',
	'invalid-json',
];

const CHECKS: Record<keyof Fault, (name: string, value: unknown) => unknown> = {
	match: text,
	times: (name, value) => (value === Infinity ? value : wholeNumber(name, value, 1)),
	skip: wholeNumber,
	status: (name, value) => wholeNumber(name, value, 200, 599),
	headers: (name, value) =>
		Object.entries(record(name, value)).forEach(([header, line]) => {
			validateHeaderName(header);
			validateHeaderValue(header, text(header, line));
		}),
	body: () => undefined,
	contentType: text,
	delayMs: milliseconds,
	kind: (name, value) => oneOf(name, KINDS, value),
	transform: (name, value) => {
		if (typeof value !== 'function') throw new Error(`${name} must be a function`);
	},
	actFirst: trueOrFalse,
};

/**
 * Refuses faults that would do something else than their author meant, such as one with a misspelt field.
 *
 * @throws a plain message
 */
export function checkFault(fault: Fault): Fault {
	for (const [name, value] of Object.entries(fault)) {
		if (!Object.hasOwn(CHECKS, name)) throw new Error(`Faults have no "${name}"`);
		if (value !== undefined) CHECKS[name as keyof Fault](name, value);
	}
	const { kind, transform } = fault;
	if (transform && (fault.body !== undefined || kind?.startsWith('reset') || kind === 'hang')) {
		throw new Error('transform needs a real answer that is sent');
	}
	return fault;
}

/** A fault from a control request: `"times": "always"` stands for Infinity, which JSON does not have. */
export function faultFromJson(json: unknown): Fault {
	const { times, ...rest } = record('a fault', json);
	const fault: Record<string, unknown> = rest;
	if (times !== undefined) fault['times'] = times === 'always' ? Infinity : times;
	return checkFault(fault);
}

/** The other way round. */
export function faultToJson(fault: Fault): Record<string, unknown> {
	const { transform, ...rest } = fault;
	return {
		...rest,
		times: fault.times === Infinity ? 'always' : fault.times,
		...(transform && { transform: true }),
	};
}
