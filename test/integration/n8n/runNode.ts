import 'reflect-metadata';
import './patientRegExp';
import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	NodeConnectionTypes,
	Workflow,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type IRun,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { OnePasswordUsers } from '../../../nodes/OnePasswordUsers/OnePasswordUsers.node';
import type { Sandbox } from '../../../sandbox/server.ts';
import { CredentialStore } from './credentialStore';

export type OnError = 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';

export interface NodeRun {
	parameters: INodeParameters;
	/** JSON of the input items; one empty item unless given */
	input?: IDataObject[];
	/** not set unless given, as in a new node: then the node stops, unless it is a tool */
	onError?: OnError;
	/** n8n's setting that gives the node its first item alone */
	executeOnce?: boolean;
	/** as n8n makes a tool of an AI agent of it */
	asTool?: boolean;
	credential?: CredentialStore;
	/** an expression that the node after it evaluates for each item that it gets */
	then?: string;
}

export interface NodeResult {
	/** items of the regular output */
	items: INodeExecutionData[];
	/** items of the error output */
	errors: INodeExecutionData[];
	/** what stopped the execution */
	error:
		(Error & { description?: string | null; httpCode?: string | null; context?: IDataObject }) | undefined;
	/** what the node after it made of its expression, if it has one */
	then: unknown[];
	run: IRun;
}

const START = 'Start';
const NODE = '1Password Users';
const NEXT = 'Next';
const CREDENTIAL = { id: 'c1', name: 'Sandbox' };

/** A credential for the sandbox, as a person would enter it. */
export const credentialFor = (sandbox: Sandbox, fields: IDataObject = {}) =>
	new CredentialStore({
		region: 'custom',
		baseUrl: sandbox.url,
		accountId: sandbox.accountId,
		clientId: sandbox.clientId,
		clientSecret: sandbox.clientSecret,
		...(fields as Record<string, string>),
	});

/** Runs the node as n8n does: n8n-core's WorkflowExecute, its request code, real HTTP. */
export async function runNode(sandbox: Sandbox, request: NodeRun): Promise<NodeResult> {
	return await startNode(sandbox, request).finished;
}

/** The same, but the execution can be cancelled meanwhile, as with the editor's Stop button. */
export function startNode(
	sandbox: Sandbox,
	{
		parameters,
		input = [{}],
		onError,
		executeOnce,
		asTool = false,
		credential = credentialFor(sandbox),
		then,
	}: NodeRun,
): { finished: Promise<NodeResult>; cancel: () => void } {
	const workflow = workflowOf(parameters, input, { asTool, then, executeOnce, onError });
	const hooks = new ExecutionLifecycleHooks('trigger', 'e1', workflowData(workflow));
	const additionalData = {
		credentialsHelper: credential,
		hooks,
		executionId: 'e1',
		currentNodeExecutionIndex: 0,
		restApiUrl: '',
		instanceBaseUrl: '',
		formBaseUrl: '',
		formWaitingBaseUrl: 'http://localhost/waiting',
		formTestBaseUrl: '',
		webhookBaseUrl: '',
		webhookWaitingBaseUrl: 'http://localhost/waiting',
		webhookTestBaseUrl: '',
		variables: {},
		logAiEvent: () => {},
	} as Partial<IWorkflowExecuteAdditionalData> as IWorkflowExecuteAdditionalData;
	const running = new WorkflowExecute(additionalData, 'trigger').run({
		workflow,
		startNode: workflow.getNode(START)!,
	});
	return { finished: Promise.resolve(running).then(resultOf), cancel: () => running.cancel() };
}

function resultOf(run: IRun): NodeResult {
	const [task] = run.data.resultData.runData[NODE] ?? [];
	const [items, errors] = task?.data?.main ?? [];
	const [next] = run.data.resultData.runData[NEXT]?.[0]?.data?.main ?? [];
	return {
		items: items ?? [],
		errors: errors ?? [],
		error: run.data.resultData.error,
		then: (next ?? []).map(({ json }) => json['value']),
		run,
	};
}

function workflowOf(
	parameters: INodeParameters,
	input: IDataObject[],
	{ asTool, onError, executeOnce, then }: Pick<NodeRun, 'asTool' | 'onError' | 'executeOnce' | 'then'>,
): Workflow {
	const nodes: INode[] = [
		{ id: '1', name: START, type: 'test.start', typeVersion: 1, position: [0, 0], parameters: {} },
		{
			id: '2',
			name: NODE,
			type: `n8n-nodes-1password-users.onePasswordUsers${asTool ? 'Tool' : ''}`,
			typeVersion: 1,
			position: [0, 0],
			parameters,
			onError,
			executeOnce,
			credentials: { onePasswordUsersApi: CREDENTIAL },
		},
	];
	const main = (node: string) => ({ main: [[{ node, type: NodeConnectionTypes.Main, index: 0 }]] });
	if (then !== undefined) {
		const parameters = { value: then };
		nodes.push({ id: '3', name: NEXT, type: 'test.next', typeVersion: 1, position: [0, 0], parameters });
	}
	const connections = { [START]: main(NODE), ...(then !== undefined && { [NODE]: main(NEXT) }) };
	return new Workflow({
		id: 'w1',
		name: 'Test',
		nodes,
		connections,
		active: false,
		nodeTypes: nodeTypesFor(input),
		settings: { executionOrder: 'v1' },
	});
}

const workflowData = ({ id, nodes, connectionsBySourceNode }: Workflow) => ({
	id,
	name: 'Test',
	active: false,
	activeVersionId: null,
	isArchived: false,
	createdAt: new Date(0),
	updatedAt: new Date(0),
	nodes: Object.values(nodes),
	connections: connectionsBySourceNode,
});

function nodeTypesFor(input: IDataObject[]): INodeTypes {
	const node = new OnePasswordUsers();
	const start: INodeType = {
		description: {
			...node.description,
			name: 'start',
			displayName: 'Start',
			group: ['trigger'],
			credentials: [],
			properties: [],
			inputs: [],
		},
		execute: async () => await Promise.resolve([input.map((json) => ({ json }))]),
	};
	const next: INodeType = {
		description: {
			...start.description,
			inputs: ['main'],
			properties: [{ displayName: 'Value', name: 'value', type: 'string', default: '' }],
		},
		async execute(this: IExecuteFunctions) {
			const values = this.getInputData().map((_, item) => this.getNodeParameter('value', item) as string);
			return await Promise.resolve([values.map((value) => ({ json: { value } }))]);
		},
	};
	const get = (type: string): INodeType =>
		type === 'test.start' ? start : type === 'test.next' ? next : node;
	return { getByName: get, getByNameAndVersion: get, getKnownTypes: () => ({}) };
}
