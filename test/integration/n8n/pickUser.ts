import { LoadOptionsContext } from 'n8n-core';
import {
	Workflow,
	type INodeListSearchResult,
	type INodeType,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { OnePasswordUsers } from '../../../nodes/OnePasswordUsers/OnePasswordUsers.node';
import type { Sandbox } from '../../../sandbox/server.ts';
import { credentialFor } from './runNode';

/** The user picker, as the editor asks for it. */
export async function pick(
	sandbox: Sandbox,
	credential = credentialFor(sandbox),
	filter?: string,
	page?: string,
	operation = 'get',
): Promise<INodeListSearchResult> {
	const node = new OnePasswordUsers();
	const type: INodeType = node;
	const workflow = new Workflow({
		id: 'w1',
		nodes: [
			{
				id: '1',
				name: 'N',
				type: 't',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
				credentials: { onePasswordUsersApi: { id: 'c1', name: 'S' } },
			},
		],
		connections: {},
		active: false,
		nodeTypes: { getByName: () => type, getByNameAndVersion: () => type, getKnownTypes: () => ({}) },
	});
	const additionalData = {
		credentialsHelper: credential,
		currentNodeParameters: { operation },
	} as Partial<IWorkflowExecuteAdditionalData> as IWorkflowExecuteAdditionalData;
	const context = new LoadOptionsContext(workflow, workflow.getNode('N')!, additionalData, '');
	return await node.methods.listSearch.searchUsers.call(context, filter, page);
}
