import { inARow, newNode, newWorkflow, webhook, type NewNode } from '../../testbed/n8n/newWorkflow.ts';
import type { Workflow } from '../../testbed/n8n/workflow.ts';

/** How a request says which user it is about: what came in, one item a user. */
export const FROM_INPUT = '={{ $json.user }}';

/** A list in a field becomes items. */
export function splitOut(name: string, fieldToSplitOut: string, destinationFieldName = ''): NewNode {
	const options = destinationFieldName ? { destinationFieldName } : {};
	return newNode(name, 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut, options });
}

/** One item for each user that the caller names. */
export const namedUsers = splitOut('Named Users', 'body.users', 'user');

/** Keeps only the last item: sending all of them to the caller is not measured. */
const lastItem = newNode('Last Item', 'n8n-nodes-base.limit', 1, { maxItems: 1, keep: 'lastItems' });

/**
 * Nodes in a row behind a webhook at `path`, which answers with the last item when the run is over.
 *
 * n8n does not keep the data of successful executions: writing them to its database would take longer than much of what
 * is compared, and for the HTTP Request node, with its pages and their items, twice as long as for ours.
 */
export function webhookWorkflow(path: string, nodes: NewNode[]): Workflow {
	const row = [webhook(path, 'firstEntryJson'), ...nodes, lastItem];
	const settings = { saveDataSuccessExecution: 'none', saveExecutionProgress: false };
	return newWorkflow(path, row, inARow(row), settings);
}
