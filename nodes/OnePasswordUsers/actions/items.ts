import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	NodeError,
} from 'n8n-workflow';
import type { Connection } from '../api/transport/connection';
import { ItemError, reasonOf } from '../common/ItemError';
import { namingField } from '../common/namingField';
import { descriptionOf, toNodeError } from '../common/nodeError';
import { asError } from '../utils/asError';

/** One execution of the node: all its input items together. */
export interface Run {
	context: IExecuteFunctions;
	connection: Connection;
	/** of the operation, by which messages name what is wrong */
	fields: INodeProperties[];
	/** how many input items there are; each gets its outcome, in order */
	itemCount: number;
	/** false when the node is set to continue on error: then a failed item does not stop the others */
	stopOnFailure: boolean;
}

/** What stands in place of a value that could not be had: an Error with message and description. */
export interface Failed {
	failure: Error;
}

/** What became of an input item: the JSON of its output items, or a failure. */
export type Outcome = { output: IDataObject[] } | Failed;

/** What names the user of an item in its failure, e.g. `{ email: 'ana@example.com' }`. */
export type Identity = IDataObject;

/** Whether this is a failure rather than a value. */
export const hasFailed = (outcome: object): outcome is Failed => 'failure' in outcome;

/** The value that the work gives, or the failure that it throws. */
export async function settle<T extends object>(work: () => Promise<T>): Promise<T | Failed> {
	try {
		return await work();
	} catch (error) {
		return { failure: asError(error) };
	}
}

/** What reading the parameters of items takes. */
type Reading = Pick<Run, 'context' | 'fields' | 'itemCount'>;

/**
 * Reads something of an input item.
 * @throws whatever reading throws; where an expression failed, an ItemError that names the field
 */
export function readItem<T>({ context, fields }: Reading, item: number, read: (item: number) => T): T {
	try {
		return read(item);
	} catch (error) {
		const evaluate = (parameter: string) => context.getNodeParameter(parameter, item, null);
		throw namingField(asError(error), fields, evaluate);
	}
}

/**
 * Reads something of each input item. Reading can fail for one item alone (an expression, a wrong type) and must not fail the others.
 * @returns a value or a failure for each item, in order
 */
export function forEachItem<T extends object>(run: Reading, read: (item: number) => T): Array<T | Failed> {
	return Array.from({ length: run.itemCount }, (_, item) => {
		try {
			return readItem(run, item, read);
		} catch (error) {
			return { failure: asError(error) };
		}
	});
}

/**
 * Turns the outcomes of all items into output items, in input order.
 * @param identityOf what a failed item keeps of its input
 * @throws NodeError of the item that stops the run, unless the node is set to continue on error
 */
export function toItems(
	run: Pick<Run, 'context' | 'stopOnFailure'>,
	outcomes: Outcome[],
	identityOf: (item: number) => Identity,
): INodeExecutionData[] {
	stopAtFailure(run, outcomes);
	const node = run.context.getNode();
	return outcomes.flatMap((outcome, item) => {
		const pairedItem = { item };
		if (!hasFailed(outcome)) return outcome.output.map((json): INodeExecutionData => ({ json, pairedItem }));
		const { failure } = outcome;
		const json = { ...identityOf(item), error: inOneText(failure), reason: reasonOf(failure) };
		const failed: INodeExecutionData = { json, pairedItem };
		const isForErrorOutput = node.onError === 'continueErrorOutput';
		return [isForErrorOutput ? forErrorOutput(failed, toNodeError(node, failure, item)) : failed];
	});
}

/**
 * Throws the failure that stops the run, unless the node is set to continue on error: the first in input order, but none
 * that only says that its item was left alone because of another one.
 * @param note what else the person needs to know, such as that nobody was changed
 * @throws NodeError of that item
 */
export function stopAtFailure(
	{ context, stopOnFailure }: Pick<Run, 'context' | 'stopOnFailure'>,
	outcomes: object[],
	note?: (failure: Error) => Error,
): void {
	if (!stopOnFailure) return;
	const isCause = (outcome: object) => hasFailed(outcome) && reasonOf(outcome.failure) !== 'not_attempted';
	const cause = outcomes.findIndex(isCause);
	const item = cause < 0 ? outcomes.findIndex(hasFailed) : cause;
	const outcome = outcomes[item];
	if (outcome === undefined || !hasFailed(outcome)) return;
	const { failure } = outcome;
	throw toNodeError(context.getNode(), note ? note(failure) : failure, item);
}

/** Why an item was left alone: another one stopped the run before its turn. */
export const notAttempted = (what: string, why = 'another item failed before') =>
	new ItemError('not_attempted', `${what}, because ${why}`);

/**
 * Marks an item for the error output. n8n-core (2.41, workflow-execute) moves items with an `error` there and adds the
 * input's fields, but then replaces the JSON of every item that still has an `error` by the bare message. It moves them
 * as copies, so an `error` that is not copied along does the first and is spared the second.
 */
function forErrorOutput(failed: INodeExecutionData, error: NodeError): INodeExecutionData {
	return Object.defineProperty(failed, 'error', { value: error, enumerable: false });
}

/** What happened and what to do, for `json.error`. */
function inOneText(failure: Error): string {
	return [failure.message, descriptionOf(failure)].filter(Boolean).join('. ');
}
