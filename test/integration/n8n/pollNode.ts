import 'reflect-metadata';
import { setTimeout } from 'node:timers/promises';
import { PollContext } from 'n8n-core';
import {
	Workflow,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeTypes,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { OnePasswordUsersTrigger } from '../../../nodes/OnePasswordUsers/OnePasswordUsersTrigger.node';
import type { Sandbox } from '../../../sandbox/server.ts';
import type { CredentialStore } from './credentialStore';
import { credentialFor } from './runNode';

export interface Poller {
	events?: unknown;
	filters?: IDataObject;
	credential?: CredentialStore;
	/** the workflow's ID, for two processes that have the same one; by default each has its own */
	id?: string;
	/** the trigger as another process has loaded it */
	Trigger?: typeof OnePasswordUsersTrigger;
}

/** So many turns without a new request mean that everything that will be answered has been. */
const STILL_TURNS = 10;
const TURN_MS = 3;

/** Every poller is a workflow of its own, as failures and overlaps are counted for each. */
let workflows = 0;

/** An active workflow with the trigger in it: n8n-core's PollContext and static data, real HTTP; the test is its timer. */
export class PolledWorkflow {
	readonly credential: CredentialStore;
	/** what the trigger wrote into n8n's log */
	readonly warnings: string[] = [];
	/** what the person chose in the node; a change takes effect with the next poll */
	parameters: { events: unknown; filters: unknown };
	/** how long n8n waits for a poll, in milliseconds; undefined for an n8n that does not tell */
	budgetMs: number | undefined = 300_000;
	private readonly id: string;
	private readonly type: OnePasswordUsersTrigger;
	private workflow: Workflow;

	constructor(
		sandbox: Sandbox,
		{
			events = ['user.suspended', 'user.reactivated'],
			filters = {},
			credential = credentialFor(sandbox),
			id = `polled-${++workflows}`,
			Trigger = OnePasswordUsersTrigger,
		}: Poller = {},
	) {
		this.id = id;
		this.type = new Trigger();
		this.credential = credential;
		this.parameters = { events, filters };
		this.workflow = this.load({});
	}

	/** @returns the execution that the poll starts, or null */
	async poll(mode: WorkflowExecuteMode = 'trigger'): Promise<INodeExecutionData[] | null> {
		const result = await this.type.poll.call(this.context(mode));
		return result && result[0]!;
	}

	/** @returns what was reported, in short */
	async events(): Promise<string[]> {
		const items = (await this.poll()) ?? [];
		return items.map(({ json }) => {
			const { event, user } = json as { event: string; user: { id: string } };
			return `${event} ${user.id}`;
		});
	}

	/** n8n stops and starts again with what it had saved. */
	restart(saved: string = this.saved): void {
		this.workflow = this.load(JSON.parse(saved) as IDataObject);
	}

	/** All static data as n8n saves them. */
	get saved(): string {
		return JSON.stringify(this.workflow.staticData);
	}

	/** Whether n8n would save them. */
	get isDirty(): boolean {
		return this.workflow.staticData.__dataChanged === true;
	}

	/** The node's part of them. */
	get remembered(): IDataObject {
		return this.workflow.getStaticData('node', this.node());
	}

	private load(staticData: IDataObject): Workflow {
		const { type } = this;
		const nodeTypes: INodeTypes = {
			getByName: () => type,
			getByNameAndVersion: () => type,
			getKnownTypes: () => ({}),
		};
		const nodes = [this.node()];
		return new Workflow({ id: this.id, nodes, connections: {}, active: true, nodeTypes, staticData });
	}

	private node(): INode {
		return {
			id: 'n1',
			name: '1Password Users Trigger',
			type: 'n8n-nodes-1password-users.onePasswordUsersTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: this.parameters as INode['parameters'],
			credentials: { onePasswordUsersApi: { id: 'c1', name: 'Sandbox' } },
		};
	}

	private context(mode: WorkflowExecuteMode): PollContext {
		const additionalData = {
			credentialsHelper: this.credential,
		} as Partial<IWorkflowExecuteAdditionalData> as IWorkflowExecuteAdditionalData;
		const context = new PollContext(this.workflow, this.node(), additionalData, mode, 'activate');
		const { budgetMs } = this;
		Object.assign(context, { getPollBudgetMs: budgetMs === undefined ? undefined : () => budgetMs });
		jest.spyOn(context.logger, 'warn').mockImplementation((text) => void this.warnings.push(text));
		return context;
	}
}

/** A workflow whose first poll is over; what the sandbox saw of it is forgotten. */
export async function activate(sandbox: Sandbox, poller?: Poller): Promise<PolledWorkflow> {
	const workflow = new PolledWorkflow(sandbox, poller);
	expect(await workflow.poll()).toBeNull();
	sandbox.clearRequests();
	return workflow;
}

/**
 * Runs a poll whose time is up as soon as it gets no further, because the sandbox leaves requests unanswered. It does not
 * depend on the clock, so a slow machine changes nothing.
 * @returns what the poll returns
 */
export async function untilOutOfTime<T>(sandbox: Sandbox, poll: () => Promise<T>): Promise<T> {
	const time = new AbortController();
	const timer = jest.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(time.signal);
	const polled = poll();
	let isOver = false;
	const over = () => void (isOver = true);
	polled.then(over, over);
	let seen = -1;
	for (let still = 0; still < STILL_TURNS && !isOver; still++) {
		await setTimeout(TURN_MS);
		const { length } = sandbox.requests();
		if (length !== seen) still = 0;
		seen = length;
	}
	time.abort();
	timer.mockRestore();
	return await polled;
}
