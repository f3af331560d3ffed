import type { CredentialsByType, Workflow } from '../../testbed/n8n/workflow.ts';
import { MODEL } from './fakeModel.ts';
import {
	credentialFor,
	newNode,
	newWorkflow,
	userBy,
	webhook,
	type NewNode,
	type OnError,
} from '../../testbed/n8n/newWorkflow.ts';

const TOOL_TYPE = 'n8n-nodes-1password-users.onePasswordUsersTool';
const ACCOUNT = 'onePasswordUsersApi';

/** A value that the model chooses. */
const fromModel = (key: string, description: string, type: 'string' | 'number') =>
	`={{ $fromAI('${key}', '${description}', '${type}') }}`;

/** A tool for one user, whom the model names by email. Its description is the one n8n makes. */
export function userTool(
	name: string,
	operation: 'get' | 'suspend' | 'reactivate',
	all: CredentialsByType,
	onError?: OnError,
): NewNode {
	const userId = userBy('email', fromModel('email', 'Email of the user', 'string'));
	const parameters = { resource: 'user', operation, userId, options: {} };
	return newNode(name, TOOL_TYPE, 1, parameters, { credentials: credentialFor(ACCOUNT, all), onError });
}

/** A tool that lists as many users as the model wants, in the state it wants. */
export function listTool(name: string, all: CredentialsByType): NewNode {
	const parameters = {
		resource: 'user',
		operation: 'getAll',
		returnAll: false,
		limit: fromModel('limit', 'How many at most', 'number'),
		filters: { state: fromModel('state', 'active or suspended', 'string') },
	};
	return newNode(name, TOOL_TYPE, 1, parameters, { credentials: credentialFor(ACCOUNT, all) });
}

/**
 * A workflow in which an AI Agent answers a webhook.
 *
 * @param path of the webhook, and name of the workflow
 * @param agentVersion from 3 on n8n itself runs the tools; before, the agent calls them
 */
export function agentWorkflow(
	path: string,
	agentVersion: number,
	all: CredentialsByType,
	tools: NewNode[],
): Workflow {
	const prompt = { promptType: 'define', text: '={{ $json.body.ask }}', options: {} };
	const model = { model: { __rl: true, mode: 'id', value: MODEL }, options: {} };
	const credentials = credentialFor('openAiApi', all);
	const nodes = [
		webhook(path),
		newNode('AI Agent', '@n8n/n8n-nodes-langchain.agent', agentVersion, prompt),
		newNode('Model', '@n8n/n8n-nodes-langchain.lmChatOpenAi', 1.2, model, { credentials }),
		...tools,
	];
	return newWorkflow(path, nodes, [
		{ from: 'Webhook', to: 'AI Agent' },
		{ from: 'Model', to: 'AI Agent', type: 'ai_languageModel' },
		...tools.map(({ name }) => ({ from: name, to: 'AI Agent', type: 'ai_tool' as const })),
	]);
}
