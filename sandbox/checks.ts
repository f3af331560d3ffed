import { ALL_SCOPES, ALL_VERSIONS } from './account/account.ts';
import type { ApiVersion, Paging, Scope } from './types.ts';

/** What a setting may be, checked where it comes in: from a test, the command line or a control request. */

/** @throws unless it is a whole number of at least `least` */
export function wholeNumber(name: string, value: unknown, least = 0): number {
	if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value;
	throw new Error(`${name} must be a whole number from ${least}`);
}

/** @throws unless it is a number, not negative and not infinite */
export function amount(name: string, value: unknown): number {
	if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
	throw new Error(`${name} must be a number that is not negative`);
}

/** @throws unless it is a number from 0 to 1 */
export function share(name: string, value: unknown): number {
	if (typeof value === 'number' && value >= 0 && value <= 1) return value;
	throw new Error(`${name} must be a number from 0 to 1`);
}

/** @throws unless it is text */
export function text(name: string, value: unknown): string {
	if (typeof value === 'string') return value;
	throw new Error(`${name} must be text`);
}

/** @throws unless it is true or false */
export function yesOrNo(name: string, value: unknown): boolean {
	if (typeof value === 'boolean') return value;
	throw new Error(`${name} must be true or false`);
}

/** @throws unless it is one of the choices */
export function oneOf<T>(name: string, choices: readonly T[], value: unknown): T {
	const choice = choices.find((candidate) => candidate === value);
	if (choice !== undefined) return choice;
	throw new Error(`${name} must be one of ${choices.join(', ')}`);
}

/** @throws unless it is an object, not a list */
export function record(name: string, value: unknown): Record<string, unknown> {
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
	throw new Error(`${name} must be an object`);
}

/** @throws unless it is a list of versions; an empty one means that the API is gone */
export function versionsFrom(value: unknown): ApiVersion[] {
	return listOf('versions', ALL_VERSIONS, value);
}

/** @throws unless it is a list of scopes, maybe empty */
export function scopesFrom(value: unknown): Scope[] {
	return listOf('scopes', ALL_SCOPES, value);
}

/** @throws unless it says no more than how long pages are and how many empty ones come between */
export function pagingFrom(value: unknown): Paging {
	const { longest, emptyPages, ...rest } = record('paging', value);
	const [unknown] = Object.keys(rest);
	if (unknown !== undefined) throw new Error(`paging has no "${unknown}"`);
	return {
		longest: longest === undefined ? undefined : wholeNumber('longest', longest, 1),
		emptyPages: emptyPages === undefined ? undefined : wholeNumber('emptyPages', emptyPages),
	};
}

function listOf<T>(name: string, choices: readonly T[], value: unknown): T[] {
	if (!Array.isArray(value)) throw new Error(`${name} must be a list of ${choices.join(', ')}`);
	return value.map((item) => oneOf(name, choices, item));
}
