import {
	webhookPath,
	withActivated,
	withCredentials,
	withParameters,
	type Workflow,
} from '../../../testbed/n8n/workflow.ts';
import { PlainFailure } from '../../../testbed/terminal/PlainFailure.ts';

const webhook = { name: 'Alert', type: 'n8n-nodes-base.webhook', parameters: { path: 'alert' } };
const workflowOf = (...nodes: Workflow['nodes']): Workflow => ({ name: 'Alerts', nodes, connections: {} });

describe('withCredentials', () => {
	const users = { name: 'Get', type: 'n8n-nodes-1password-users.onePasswordUsers', parameters: { limit: 1 } };
	const newWorkflow = () =>
		workflowOf({ ...webhook, parameters: { path: 'alert', authentication: 'headerAuth' } }, users);
	const httpHeaderAuth = { id: 'k1', name: 'Key' };
	const onePasswordUsersApi = { id: 'a1', name: 'Account' };

	it('chooses a credential of the type that each node asks for, and changes nothing else', () => {
		const workflow = newWorkflow();
		const [alert, get] = workflow.nodes;

		expect(withCredentials(workflow, { httpHeaderAuth, onePasswordUsersApi })).toEqual({
			...workflow,
			nodes: [
				{ ...alert, credentials: { httpHeaderAuth } },
				{ ...get, credentials: { onePasswordUsersApi } },
			],
		});
		expect(workflow).toEqual(newWorkflow());
	});

	it.each([
		['a tool', { ...users, type: `${users.type}Tool` }, 'onePasswordUsersApi'],
		['a trigger', { ...users, type: `${users.type}Trigger` }, 'onePasswordUsersApi'],
		[
			'a form with a login',
			{ name: 'Form', type: 'form', parameters: { authentication: 'basicAuth' } },
			'httpBasicAuth',
		],
		[
			'an HTTP request',
			{
				name: 'Ask',
				type: 'httpRequest',
				parameters: { authentication: 'genericCredentialType', genericAuthType: 'httpHeaderAuth' },
			},
			'httpHeaderAuth',
		],
		[
			'a model',
			{ name: 'Model', type: '@n8n/n8n-nodes-langchain.lmChatOpenAi', parameters: {} },
			'openAiApi',
		],
	])('knows what %s asks for', (_, node, type) => {
		const chosen = { id: 'c1', name: 'Chosen' };

		expect(withCredentials(workflowOf(node), { [type]: chosen }).nodes).toEqual([
			{ ...node, credentials: { [type]: chosen } },
		]);
	});

	it.each([
		['asks for none', { name: 'Note', type: 'note', parameters: {} }],
		['is deactivated', { ...users, disabled: true }],
	])('chooses none for a node that %s', (_, node) => {
		expect(withCredentials(workflowOf(node), { onePasswordUsersApi }).nodes).toEqual([node]);
	});

	it('names the type that is missing', () => {
		expect(() => withCredentials(newWorkflow(), { httpHeaderAuth })).toThrow(
			new PlainFailure('"Alerts" needs a credential of the type onePasswordUsersApi.'),
		);
	});
});

describe('withActivated', () => {
	const workflow = workflowOf({ ...webhook, disabled: true }, { ...webhook, name: 'Mail', disabled: true });

	it('activates the nodes of these names only', () => {
		const { nodes } = withActivated(workflow, ['Alert']);

		expect(nodes.map(({ name, disabled }) => [name, disabled])).toEqual([
			['Alert', false],
			['Mail', true],
		]);
	});

	it.each(['Get', 'Alert'])('refuses a name that no deactivated node has', (name) => {
		expect(() => withActivated(workflowOf(webhook), [name])).toThrow(
			new PlainFailure(`"Alerts" has no deactivated node "${name}".`),
		);
	});
});

describe('withParameters', () => {
	const workflow = workflowOf(
		{ ...webhook, name: 'Other' },
		{ ...webhook, parameters: { path: 'a', options: 1 } },
	);

	it('fills in fields of the node of that name, and keeps its others', () => {
		const { nodes } = withParameters(workflow, 'Alert', { options: 2 });

		expect(nodes.map(({ parameters }) => parameters)).toEqual([{ path: 'alert' }, { path: 'a', options: 2 }]);
	});

	it('names the node that is missing', () => {
		expect(() => withParameters(workflow, 'Get', {})).toThrow(
			new PlainFailure('"Alerts" has no node "Get".'),
		);
	});
});

describe('webhookPath', () => {
	it('is the path of the webhook', () => {
		expect(webhookPath(workflowOf({ name: 'Note', type: 'note', parameters: { path: 'no' } }, webhook))).toBe(
			'alert',
		);
	});

	it.each([
		['no webhook', workflowOf()],
		['a webhook without a path', workflowOf({ ...webhook, parameters: {} })],
		['a webhook whose path is no text', workflowOf({ ...webhook, parameters: { path: 7 } })],
	])('is missing in a workflow with %s', (_, workflow) => {
		expect(() => webhookPath(workflow)).toThrow(new PlainFailure('"Alerts" has no webhook.'));
	});
});
