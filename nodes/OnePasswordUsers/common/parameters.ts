import type { UserError } from 'n8n-workflow';
import { isRecord } from '../utils/isRecord';
import { oneLine } from '../utils/oneLine';
import { trim } from '../utils/trim';
import { ItemError } from './ItemError';

/**
 * Values of options or filters as an item gives them. In the editor they have the right type; an expression or an AI
 * agent may give anything, and a safeguard must not vanish because `"false"` is truthy or `"ten"` is no number.
 */
export class Options {
	private readonly values: Record<string, unknown>;

	/**
	 * @param collection the label of the whole
	 * @throws UserError when it is not a collection: with it, every option in it would vanish
	 */
	constructor(collection: string, values: unknown) {
		if (!isRecord(values)) throw wrongValue(collection, values, 'a collection of values');
		this.values = values;
	}

	/** @throws UserError when it is neither true nor false */
	flag(name: string, label: string): boolean {
		return readFlag(label, this.given(name, label) ?? false);
	}

	/** @throws UserError when it is not one of the choices; @returns undefined when it is not given */
	choice<T extends string>(name: string, label: string, choices: readonly T[]): T | undefined {
		const value = this.given(name, label);
		const choice = choices.find((known) => known === value);
		if (value === undefined || choice) return choice;
		throw wrongValue(label, value, choices.join(' or '));
	}

	/** @throws UserError when it is blank or not text; @returns undefined when it is not given */
	text(name: string, label: string): string | undefined {
		const value = this.given(name, label);
		if (value === undefined) return undefined;
		const text = typeof value === 'string' ? trim(value) : '';
		if (text === '') throw wrongValue(label, value, 'text; remove the option if it is not needed');
		return text;
	}

	/** @throws UserError when it is not a whole number from `lowest` up; @returns `lowest` when it is not given */
	count(name: string, label: string, lowest: number): number {
		return readCount(label, this.given(name, label) ?? lowest, lowest);
	}

	/**
	 * Any value, as it is.
	 * @returns undefined when the option was not added to the node
	 * @throws UserError when it was added but its expression gives nothing: a limit or filter must not vanish that way
	 */
	given(name: string, label: string): unknown {
		if (!Object.hasOwn(this.values, name)) return undefined;
		const value = this.values[name];
		if (value === null || value === undefined) throw wrongValue(label, null, 'a value');
		return value;
	}
}

/**
 * Yes or no, also if it comes as text.
 * @throws UserError that names the field
 */
export function readFlag(label: string, value: unknown): boolean {
	if (value === true || value === 'true') return true;
	if (value === false || value === 'false') return false;
	throw wrongValue(label, value, 'true or false');
}

/**
 * A whole number from `lowest` up, also if it comes as text.
 * @throws UserError that names the field
 */
export function readCount(label: string, value: unknown, lowest: number): number {
	const isNumeric = typeof value === 'number' || (typeof value === 'string' && /^\s*\d+\s*$/.test(value));
	const count = isNumeric ? Number(value) : NaN;
	if (Number.isSafeInteger(count) && count >= lowest) return count;
	throw wrongValue(label, value, `a whole number from ${lowest} up`);
}

/** Says what a field got and what it expects. */
export function wrongValue(label: string, value: unknown, expected: string): UserError {
	const given = typeof value === 'string' ? `"${value}"` : JSON.stringify(value ?? null);
	return new ItemError(
		'invalid_input',
		`${label} is ${oneLine(given)}`,
		`It must be ${expected}. Check the expression in this field.`,
	);
}
