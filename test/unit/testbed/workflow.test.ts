import {
	webhookPath,
	withCredentials,
	withParameters,
	type Workflow,
} from '../../../testbed/n8n/workflow.ts';
import { PlainFailure } from '../../../testbed/terminal/PlainFailure.ts';

const webhook = { name: 'Alert', type: 'n8n-nodes-base.webhook', parameters: { path: 'alert' } };
const workflowOf = (...nodes: Workflow['nodes']): Workflow => ({ name: 'Alerts', nodes, connections: {} });

describe('withCredentials', () => {
	const named = (type: string) => ({ [type]: { id: null, name: 'as in the file' } });
	const newWorkflow = () =>
		workflowOf(
			{ ...webhook, credentials: named('httpHeaderAuth') },
			{ name: 'Get', type: 'users', parameters: { limit: 1 }, credentials: named('onePasswordUsersApi') },
			{ name: 'Note', type: 'note', parameters: {} },
		);
	const credentials = {
		httpHeaderAuth: { id: 'k1', name: 'Key' },
		onePasswordUsersApi: { id: 'a1', name: 'Account' },
	};

	it('puts the credential of its type in place of each name, and changes nothing else', () => {
		const workflow = newWorkflow();
		const [alert, get, note] = workflow.nodes;

		expect(withCredentials(workflow, credentials)).toEqual({
			...workflow,
			nodes: [
				{ ...alert, credentials: { httpHeaderAuth: { id: 'k1', name: 'Key' } } },
				{ ...get, credentials: { onePasswordUsersApi: { id: 'a1', name: 'Account' } } },
				note,
			],
		});
	});

	it('leaves the workflow it was given as it was', () => {
		const workflow = newWorkflow();
		withCredentials(workflow, credentials);

		expect(workflow).toEqual(newWorkflow());
	});

	it('names the type that is missing', () => {
		const { httpHeaderAuth } = credentials;

		expect(() => withCredentials(newWorkflow(), { httpHeaderAuth })).toThrow(
			new PlainFailure('"Alerts" needs a credential of the type onePasswordUsersApi.'),
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
