import { randomUUID } from 'node:crypto';
import type { CredentialsByType, Workflow, WorkflowNode } from './workflow.ts';

/** A node of a workflow that is made up here, not read from a file. */
export interface NewNode extends WorkflowNode {
	id: string;
	typeVersion: number;
	position: [number, number];
	onError?: OnError;
}

/** n8n's words for the settings of On Error. */
export type OnError = 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';

/** From which output of a node to which node; the connection's type defaults to `main`. */
export interface Link {
	from: string;
	to: string;
	output?: number;
	type?: 'main' | 'ai_tool' | 'ai_languageModel';
}

type Extras = Partial<Pick<NewNode, 'credentials' | 'onError'>> & { webhookId?: string };

/** A node; where it lies on the canvas does not matter. */
export function newNode(
	name: string,
	type: string,
	typeVersion: number,
	parameters: Record<string, unknown>,
	extras: Extras = {},
): NewNode {
	return { id: randomUUID(), name, type, typeVersion, position: [0, 0], parameters, ...extras };
}

/**
 * A webhook that takes POST and replies with what the last node put out.
 *
 * @param responseData all of its items, or the first one only
 */
export function webhook(path: string, responseData: 'allEntries' | 'firstEntryJson' = 'allEntries'): NewNode {
	const parameters = { httpMethod: 'POST', path, responseMode: 'lastNode', responseData, options: {} };
	return newNode('Webhook', 'n8n-nodes-base.webhook', 2, parameters, { webhookId: randomUUID() });
}

/** The resource locator for one user. */
export const userBy = (mode: 'id' | 'email', value: string) => ({ __rl: true, mode, value });

/** Says which credential a node uses: the one of this type. */
export function credentialFor(type: string, credentials: CredentialsByType): NewNode['credentials'] {
	const reference = credentials[type];
	if (!reference) throw new Error(`There is no credential of the type ${type}.`);
	return { [type]: reference };
}

/** Links each node with the next one. */
export function inARow(nodes: ReadonlyArray<{ name: string }>): Link[] {
	return nodes.slice(1).map(({ name: to }, index) => ({ from: nodes[index]!.name, to }));
}

/**
 * A workflow as the editor makes it: in its order of execution, without which an agent's tools run too late.
 *
 * @param settings beside that order
 */
export function newWorkflow(
	name: string,
	nodes: NewNode[],
	links: readonly Link[],
	settings: Record<string, unknown> = {},
): Workflow & { settings: Record<string, unknown> } {
	const connections: Record<
		string,
		Record<string, Array<Array<{ node: string; type: string; index: number }>>>
	> = {};
	for (const { from, to, output = 0, type = 'main' } of links) {
		const outputs = ((connections[from] ??= {})[type] ??= []);
		while (outputs.length <= output) outputs.push([]);
		outputs[output]?.push({ node: to, type, index: 0 });
	}
	return { name, nodes, connections, settings: { executionOrder: 'v1', ...settings } };
}
