import { PlainFailure } from '../terminal/PlainFailure.ts';

/** A node as workflow files describe it; what we don't look at is kept as it is. */
export interface WorkflowNode {
	name: string;
	type: string;
	parameters: Record<string, unknown>;
	/** Part of the address at which some nodes listen. */
	webhookId?: string;
	credentials?: Record<string, { id?: string | null; name: string }>;
}

/** A workflow as n8n exports and imports it. */
export interface Workflow {
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, unknown>;
}

/** For each type of credential the one to use. */
export type CredentialsByType = Readonly<Record<string, { id: string; name: string }>>;

/**
 * The workflow with real credentials: its file can only name them, because IDs differ from one n8n to the next.
 *
 * @throws PlainFailure if the workflow asks for a type that is not there
 */
export function withCredentials(workflow: Workflow, credentials: CredentialsByType): Workflow {
	const chosen = (type: string) => {
		const reference = credentials[type];
		if (!reference) throw new PlainFailure(`"${workflow.name}" needs a credential of the type ${type}.`);
		return [type, reference] as const;
	};
	const nodes = workflow.nodes.map((node) =>
		node.credentials
			? { ...node, credentials: Object.fromEntries(Object.keys(node.credentials).map(chosen)) }
			: node,
	);
	return { ...workflow, nodes };
}

/**
 * The workflow with a few fields of one of its nodes filled in.
 *
 * @param parameters replace those of the same name
 * @throws PlainFailure if there is no such node
 */
export function withParameters(
	workflow: Workflow,
	name: string,
	parameters: Record<string, unknown>,
): Workflow {
	if (!workflow.nodes.some((node) => node.name === name))
		throw new PlainFailure(`"${workflow.name}" has no node "${name}".`);
	const nodes = workflow.nodes.map((node) =>
		node.name === name ? { ...node, parameters: { ...node.parameters, ...parameters } } : node,
	);
	return { ...workflow, nodes };
}

/**
 * Where the workflow's webhook listens, below `/webhook/`.
 *
 * @throws PlainFailure if it has none
 */
export function webhookPath({ name, nodes }: Workflow): string {
	const webhook = nodes.find(({ type }) => type === 'n8n-nodes-base.webhook');
	if (typeof webhook?.parameters['path'] === 'string') return webhook.parameters['path'];
	throw new PlainFailure(`"${name}" has no webhook.`);
}
