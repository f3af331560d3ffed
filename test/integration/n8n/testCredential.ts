import 'reflect-metadata';
import { CredentialTestContext, ExecuteContext } from 'n8n-core';
import {
	Workflow,
	type IHttpRequestOptions,
	type INode,
	type INodeType,
	type INodeTypes,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { OnePasswordUsers } from '../../../nodes/OnePasswordUsers/OnePasswordUsers.node';
import type { CredentialStore } from './credentialStore';

/**
 * What n8n does for a credential whose test is a function of a node: it calls it with its own context and the decrypted data.
 * @returns 'OK' or the message that the person reads
 */
export async function testCredential(store: CredentialStore): Promise<string> {
	const { methods } = new OnePasswordUsers();
	const context = new CredentialTestContext({} as IWorkflowExecuteAdditionalData);
	const credential = { id: 'c1', name: 'Sandbox', type: 'onePasswordUsersApi', data: { ...store.stored } };
	const { status, message } = await methods.credentialTest.testCredential.call(context, credential);
	return status === 'OK' ? 'OK' : message;
}

/** A request with the credential as newer nodes send it. */
export function authenticatedRequest(
	store: CredentialStore,
): (request: IHttpRequestOptions) => Promise<unknown> {
	const context = contextFor(store);
	return async (request) => {
		const answer: unknown = await context.helpers.httpRequestWithAuthentication.call(
			context,
			'onePasswordUsersApi',
			request,
		);
		return answer;
	};
}

/** A request with the credential as the HTTP Request node sends it: through n8n's older code, which says `uri`. */
export function olderAuthenticatedRequest(store: CredentialStore): (uri: string) => Promise<unknown> {
	const context = contextFor(store);
	return async (uri) => {
		const request = { method: 'GET', uri, json: true } as const;
		const answer: unknown = await context.helpers.requestWithAuthentication.call(
			context,
			'onePasswordUsersApi',
			request,
		);
		return answer;
	};
}

function contextFor(store: CredentialStore): ExecuteContext {
	const node: INode = {
		id: '1',
		name: 'HTTP Request',
		type: 'test.node',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { onePasswordUsersApi: { id: 'c1', name: 'Sandbox' } },
	};
	const type: INodeType = new OnePasswordUsers();
	const nodeTypes: INodeTypes = {
		getByName: () => type,
		getByNameAndVersion: () => type,
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({ id: 'w1', nodes: [node], connections: {}, active: false, nodeTypes });
	const additionalData = {
		credentialsHelper: store,
	} as Partial<IWorkflowExecuteAdditionalData> as IWorkflowExecuteAdditionalData;
	const input = { main: [[{ json: {} }]] };
	const runData = { resultData: { runData: {} } } as ConstructorParameters<typeof ExecuteContext>[4];
	return new ExecuteContext(
		workflow,
		node,
		additionalData,
		'internal',
		runData,
		0,
		[],
		input,
		{ data: input, node, source: null },
		[],
	);
}
