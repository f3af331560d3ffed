import { DEFAULT_SHAPES, SHAPE_CHOICES } from '../contract/shapes.ts';
import { ALL_SCOPES, ALL_VERSIONS } from '../contract/versionsAndScopes.ts';
import type { ApiVersion, Paging, Scope, Shapes } from '../types.ts';
import { oneOf, record, wholeNumber } from './valueChecks.ts';

/** @throws unless it is a list of versions; an empty one means that the API is gone */
export function versionsFrom(value: unknown): ApiVersion[] {
	return listOf('versions', ALL_VERSIONS, value);
}

/** @throws unless it is a list of scopes; it may be empty */
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

/** @throws unless it names shapes of answers, with values they can have */
export function shapesFrom(value: unknown): Partial<Shapes> {
	const entries = Object.entries(record('shapes', value)).map(([name, choice]): [string, unknown] => {
		if (name === 'requestsPerSecond') return [name, wholeNumber(name, choice)];
		if (isChosen(name)) return [name, oneOf<unknown>(name, SHAPE_CHOICES[name], choice)];
		throw new Error(`shapes have no "${name}"; there are ${Object.keys(DEFAULT_SHAPES).join(', ')}`);
	});
	return Object.fromEntries<unknown>(entries);
}

function isChosen(name: string): name is keyof typeof SHAPE_CHOICES {
	return Object.hasOwn(SHAPE_CHOICES, name);
}
