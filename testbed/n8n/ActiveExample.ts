import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PlainFailure } from '../terminal/PlainFailure.ts';
import { waitFor } from '../system/waitFor.ts';
import type { StoredExecution } from './N8nRest.ts';
import { ROOT } from './packPackage.ts';
import type { ReadyN8n } from './setUpN8n.ts';
import {
	webhookPath,
	withActivated,
	withCredentials,
	type CredentialsByType,
	type Workflow,
} from './workflow.ts';

const ENDED_WITHIN_MS = 30_000;

/** How a person prepares an example: with more credentials, by activating nodes, or by filling in fields. */
export interface Preparation {
	/** The names of deactivated nodes. */
	activate?: readonly string[];
	credentials?: CredentialsByType;
	fillIn?: (workflow: Workflow) => Workflow;
}

/** Reads a workflow from the folder `examples`. */
export async function readExample(file: string): Promise<Workflow> {
	return JSON.parse(await readFile(join(ROOT, 'examples', file), 'utf8')) as Workflow;
}

/** An example that was imported into a real n8n, as its file is, and activated. */
export class ActiveExample {
	readonly workflow: Workflow;
	readonly id: string;
	readonly #in: ReadyN8n;

	private constructor(ready: ReadyN8n, workflow: Workflow, id: string) {
		this.#in = ready;
		this.workflow = workflow;
		this.id = id;
	}

	/**
	 * Imports an example and activates it.
	 *
	 * @param ready asked for its `n8n` each time, so that n8n can be restarted in between
	 */
	static async import(
		ready: ReadyN8n,
		file: string,
		{ credentials, activate = [], fillIn = (workflow) => workflow }: Preparation = {},
	): Promise<ActiveExample> {
		const known = { ...ready.credentials, ...credentials };
		const workflow = fillIn(withCredentials(withActivated(await readExample(file), activate), known));
		const { id } = await ready.n8n.addActiveWorkflow(workflow);
		return new ActiveExample(ready, workflow, id);
	}

	get name(): string {
		return this.workflow.name;
	}

	/** Calls its webhook with the key, as the system it was made for would. */
	async call<Reply>(data?: unknown): Promise<Reply> {
		const { n8n, webhookKey } = this.#in;
		const headers = { [webhookKey.header]: webhookKey.value };
		return await n8n.callWebhook<Reply>(webhookPath(this.workflow), { method: 'POST', headers, data });
	}

	/** All its executions, the earliest first. */
	async executions(): Promise<StoredExecution[]> {
		return (await this.#in.n8n.executions({ id: this.id })).reverse();
	}

	/**
	 * Waits until its latest execution has a status.
	 *
	 * @param status as n8n has it, for example `waiting`
	 * @throws PlainFailure that names the status it has, when that takes too long
	 */
	async latest(status: string, withinMs = ENDED_WITHIN_MS): Promise<StoredExecution> {
		let seen: string | undefined;
		const look = async () => {
			const latest = (await this.executions()).at(-1);
			seen = latest?.status;
			return seen === status ? latest : undefined;
		};
		const found = await waitFor(look, { withinMs, everyMs: 250 });
		if (found) return found;
		throw new PlainFailure(`The latest execution of "${this.name}" is ${seen}, not ${status}.`);
	}
}
