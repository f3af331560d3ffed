import type { IExecuteFunctions } from 'n8n-workflow';
import type { Connection } from '../api/connection';

/** One execution of the node: all its input items together. */
export interface Run {
	context: IExecuteFunctions;
	connection: Connection;
	/** how many input items there are; each gets its outcome, in order */
	itemCount: number;
	/** false when the node is set to continue on error: then a failed item does not stop the others */
	stopOnFailure: boolean;
}

/** Something that an item could not have, as an Error with message and description. */
export interface Failed {
	failure: Error;
}

export const hasFailed = (outcome: object | undefined): outcome is Failed =>
	outcome !== undefined && 'failure' in outcome;

/**
 * Reads something of each input item. Reading can fail for one item alone (an expression, a wrong type) and must not fail the others.
 * @returns a value or a failure for each item, in order
 */
export function forEachItem<T extends object>(
	{ itemCount }: Run,
	read: (item: number) => T,
): Array<T | Failed> {
	return Array.from({ length: itemCount }, (_, item) => {
		try {
			return read(item);
		} catch (error) {
			return { failure: asError(error) };
		}
	});
}

/** Whatever was thrown, as an Error. */
export const asError = (thrown: unknown): Error =>
	thrown instanceof Error ? thrown : new Error(String(thrown));
