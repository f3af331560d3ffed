import { PlainFailure } from '../terminal/PlainFailure.ts';

/** A node as workflow files describe it; what we don't look at is kept as it is. */
export interface WorkflowNode {
	name: string;
	type: string;
	parameters: Record<string, unknown>;
	/** Part of the address at which some nodes listen. */
	webhookId?: string;
	disabled?: boolean;
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
 * The workflow with credentials chosen in it, as a person does after importing it: its file names none, because n8n shows
 * but does not save what is chosen in place of one that it does not know.
 *
 * @throws PlainFailure if a node needs a type that is not there
 */
export function withCredentials(workflow: Workflow, credentials: CredentialsByType): Workflow {
	const nodes = workflow.nodes.map((node) => {
		const type = credentialTypeOf(node);
		if (!type) return node;
		const reference = credentials[type];
		if (!reference) throw new PlainFailure(`"${workflow.name}" needs a credential of the type ${type}.`);
		return { ...node, credentials: { [type]: reference } };
	});
	return { ...workflow, nodes };
}

/** Which type of credential a node asks for; none where it is deactivated or asks for none. */
function credentialTypeOf({ type, disabled, parameters }: WorkflowNode): string | undefined {
	if (disabled) return undefined;
	const { genericAuthType, authentication } = parameters;
	if (typeof genericAuthType === 'string') return genericAuthType;
	return BY_AUTHENTICATION.get(authentication) ?? BY_NODE.find(([pattern]) => pattern.test(type))?.[1];
}

/** What webhooks and forms ask of their callers. */
const BY_AUTHENTICATION: ReadonlyMap<unknown, string> = new Map([
	['headerAuth', 'httpHeaderAuth'],
	['basicAuth', 'httpBasicAuth'],
]);

/** Nodes that have one type of credential only. */
const BY_NODE: ReadonlyArray<[type: RegExp, credentialType: string]> = [
	[/^n8n-nodes-1password-users\./, 'onePasswordUsersApi'],
	[/\.lmChatOpenAi$/, 'openAiApi'],
	[/\.elasticsearch$/, 'elasticsearchApi'],
];

/**
 * The workflow with some of its deactivated nodes activated, as their note says.
 *
 * @throws PlainFailure if there is no such node, or if it is active
 */
export function withActivated(workflow: Workflow, names: readonly string[]): Workflow {
	for (const name of names)
		if (!workflow.nodes.some((node) => node.name === name && node.disabled))
			throw new PlainFailure(`"${workflow.name}" has no deactivated node "${name}".`);
	const nodes = workflow.nodes.map((node) =>
		names.includes(node.name) ? { ...node, disabled: false } : node,
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
