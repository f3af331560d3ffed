import type { CredentialReference } from '../../testbed/n8n/n8nRest.ts';
import type { Workflow, WorkflowNode } from '../../testbed/n8n/exampleWorkflow.ts';

/** What n8n needs to know of a node. */
export type Node = Omit<WorkflowNode, 'credentials'> & {
	typeVersion: number;
	credentials?: Record<string, CredentialReference>;
};

/** How a request says which user it is about: what came in, one item a user. */
export const FROM_INPUT = '={{ $json.user }}';

/** Starts a run, and answers when it is over, with the last item only: shipping all of them is no part of the contest. */
function webhook(path: string): Node {
	return node('Webhook', 'n8n-nodes-base.webhook', 2.1, {
		httpMethod: 'POST',
		path,
		responseMode: 'lastNode',
		responseData: 'firstEntryJson',
	});
}

/** One item for each user that the caller names. */
export const namedUsers = splitOut('Named Users', 'body.users', 'user');

/** A list in a field becomes items. */
export function splitOut(name: string, fieldToSplitOut: string, destinationFieldName = ''): Node {
	const options = destinationFieldName ? { destinationFieldName } : {};
	return node(name, 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut, options });
}

/** Names what the workflow did: its last item. */
const lastItem = node('Last Item', 'n8n-nodes-base.limit', 1, { maxItems: 1, keep: 'lastItems' });

/** A node of n8n's or ours. */
export function node(
	name: string,
	type: string,
	typeVersion: number,
	parameters: Record<string, unknown>,
): Node {
	return { name, type, typeVersion, parameters };
}

/**
 * Nodes in a row behind a webhook at `path`.
 *
 * n8n does not keep the data of successful executions: writing them to its database would take longer than much of what
 * is compared, and for the HTTP Request node, with its pages and their items, twice as long as for ours.
 */
export function workflow(path: string, nodes: Node[]): Workflow & { settings: Record<string, unknown> } {
	const row = [webhook(path), ...nodes, lastItem].map((each, index) => ({
		id: `${index}`,
		position: [index * 200, 0],
		...each,
		...(each.type === 'n8n-nodes-base.webhook' && { webhookId: path }),
	}));
	const next = row.slice(1).map(({ name }) => [{ node: name, type: 'main', index: 0 }]);
	const connections = Object.fromEntries(next.map((target, index) => [row[index]!.name, { main: [target] }]));
	const settings = { executionOrder: 'v1', saveDataSuccessExecution: 'none', saveExecutionProgress: false };
	return { name: path, nodes: row, connections, settings };
}
