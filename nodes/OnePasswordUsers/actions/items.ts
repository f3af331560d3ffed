import type { IDataObject, IExecuteFunctions, INodeExecutionData, NodeError } from 'n8n-workflow';
import type { Connection } from '../api/transport/connection';
import { descriptionOf, toNodeError } from '../common/nodeError';
import { asError } from '../utils/asError';

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

/** What became of an input item: the JSON of its output items, or a failure. */
export type Outcome = { output: IDataObject[] } | Failed;

/** What names the user of an item in its failure, e.g. `{ email: 'ana@example.com' }`. */
export type Identity = IDataObject;

/**
 * Turns the outcomes of all items into output items, in input order.
 * @param identityOf what a failed item keeps of its input
 * @throws NodeError of the first failed item, unless the node is set to continue on error
 */
export function toItems(
	run: Pick<Run, 'context' | 'stopOnFailure'>,
	outcomes: Outcome[],
	identityOf: (item: number) => Identity,
): INodeExecutionData[] {
	return outcomes.flatMap((outcome, item) => {
		const pairedItem = { item };
		if (!hasFailed(outcome)) return outcome.output.map((json): INodeExecutionData => ({ json, pairedItem }));
		const error = toNodeError(run.context.getNode(), outcome.failure, item);
		if (run.stopOnFailure) throw error;
		const failed: INodeExecutionData = {
			json: { ...identityOf(item), error: inOneText(outcome.failure) },
			pairedItem,
		};
		return [run.context.getNode().onError === 'continueErrorOutput' ? forErrorOutput(failed, error) : failed];
	});
}

/**
 * Marks an item for the error output. n8n-core (2.41, workflow-execute) moves items with an `error` there and adds the
 * input's fields, but then replaces the JSON of every item that still has an `error` by the bare message. It moves them
 * as copies, so an `error` that is not copied along does the first and is spared the second.
 */
function forErrorOutput(failed: INodeExecutionData, error: NodeError): INodeExecutionData {
	return Object.defineProperty(failed, 'error', { value: error, enumerable: false });
}

/**
 * Throws the first failure, before anything is changed, unless the node is set to continue on error.
 * @throws NodeError of that item
 */
export function stopAtFailure(run: Run, outcomes: Array<object | undefined>): void {
	if (!run.stopOnFailure) return;
	const item = outcomes.findIndex(hasFailed);
	const failed = outcomes[item];
	if (hasFailed(failed)) throw toNodeError(run.context.getNode(), failed.failure, item);
}

/** What happened and what to do, for `json.error`. */
function inOneText(failure: Error): string {
	return [failure.message, descriptionOf(failure)].filter(Boolean).join('. ');
}
