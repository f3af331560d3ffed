// A value that comes in, from a test, the command line or a control request: each check returns it, typed.

/** @throws unless it is a whole number of at least `least`, and at most `most` */
export function wholeNumber(name: string, value: unknown, least = 0, most = Infinity): number {
	if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most)
		return value;
	throw new Error(`${name} must be a whole number from ${least}${most < Infinity ? ` to ${most}` : ''}`);
}

/** @throws unless it is a number, not negative and not infinite */
export function nonNegative(name: string, value: unknown): number {
	if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
	throw new Error(`${name} must be a number that is not negative`);
}

/** Node would take a longer time for none. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** @throws unless it is a time in milliseconds that a timer can wait for, some 24 days at most */
export function milliseconds(name: string, value: unknown): number {
	if (nonNegative(name, value) <= LONGEST_TIMER_MS) return Number(value);
	throw new Error(`${name} must be at most ${LONGEST_TIMER_MS}`);
}

/** @throws unless it is a number from 0 to 1 */
export function fraction(name: string, value: unknown): number {
	if (typeof value === 'number' && value >= 0 && value <= 1) return value;
	throw new Error(`${name} must be a number from 0 to 1`);
}

/** @throws unless it is text */
export function text(name: string, value: unknown): string {
	if (typeof value === 'string') return value;
	throw new Error(`${name} must be text`);
}

/** @throws unless it is true or false */
export function trueOrFalse(name: string, value: unknown): boolean {
	if (typeof value === 'boolean') return value;
	throw new Error(`${name} must be true or false`);
}

/** @throws unless it is one of the choices */
export function oneOf<T>(name: string, choices: readonly T[], value: unknown): T {
	const choice = choices.find((candidate) => candidate === value);
	if (choice !== undefined) return choice;
	throw new Error(`${name} must be one of ${choices.join(', ')}`);
}

/** An object that is no list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws unless it is an object, not a list */
export function record(name: string, value: unknown): Record<string, unknown> {
	if (isRecord(value)) return { ...value };
	throw new Error(`${name} must be an object`);
}
