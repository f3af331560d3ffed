import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { NodeApiError, NodeError, NodeOperationError } from 'n8n-workflow';
import { ApiError } from '../api/ApiError';
import { hasFailed } from './run';
import type { Failed, Run } from './run';

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

/** An error as n8n shows it: title, advice, the item it belongs to; without a cause, which could hold headers. */
export function toNodeError(node: INode, failure: Error, itemIndex?: number): NodeError {
	if (failure instanceof NodeError) return failure;
	const { message } = failure;
	const description = descriptionOf(failure);
	const status = failure instanceof ApiError ? failure.httpStatus : undefined;
	const error =
		status === undefined
			? new NodeOperationError(node, message, { description, itemIndex })
			: new NodeApiError(node, {}, { message, description, httpCode: String(status), itemIndex });
	// The constructors put a text of n8n's in place of any message that holds a code such as EPERM, be it in somebody's email.
	error.message = message;
	return error;
}

/** What happened and what to do, for `json.error`. */
function inOneText(failure: Error): string {
	return [failure.message, descriptionOf(failure)].filter(Boolean).join('. ');
}

/** The advice that an error carries, if any. */
export function descriptionOf(failure: Error): string | undefined {
	return 'description' in failure && typeof failure.description === 'string'
		? failure.description
		: undefined;
}
