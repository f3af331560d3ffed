import assert from 'node:assert/strict';
import {
	readExample,
	webhookPath,
	withCredentials,
	type CredentialsByType,
	type Workflow,
} from '../../../testbed/n8n/exampleWorkflow.ts';
import type { StoredExecution } from '../../../testbed/n8n/n8nRest.ts';
import { waitFor } from '../../../testbed/system/waitFor.ts';
import type { Stage } from '../Stage.ts';

const ENDED_WITHIN_MS = 30_000;

/** How a person prepares an example: with more credentials, or by filling in fields. */
export interface Preparation {
	credentials?: CredentialsByType;
	fillIn?: (workflow: Workflow) => Workflow;
}

/** An example that was imported into a real n8n, as its file is, and activated. */
export class ImportedExample {
	readonly workflow: Workflow;
	readonly #id: string;
	readonly #stage: Stage;

	private constructor(stage: Stage, workflow: Workflow, id: string) {
		this.#stage = stage;
		this.workflow = workflow;
		this.#id = id;
	}

	static async import(
		stage: Stage,
		file: string,
		{ credentials, fillIn = (workflow) => workflow }: Preparation = {},
	): Promise<ImportedExample> {
		const known = { ...stage.scenery.credentials, ...credentials };
		const workflow = fillIn(withCredentials(await readExample(file), known));
		const { id } = await stage.n8n.addActiveWorkflow(workflow);
		return new ImportedExample(stage, workflow, id);
	}

	/** Calls its webhook, with the key. */
	async call<Reply>(data?: unknown): Promise<Reply> {
		const { webhookKey } = this.#stage.scenery;
		const headers = { [webhookKey.header]: webhookKey.value };
		return await this.#stage.n8n.callWebhook<Reply>(webhookPath(this.workflow), {
			method: 'POST',
			headers,
			data,
		});
	}

	/** All its executions, the earliest first. */
	async executions(): Promise<StoredExecution[]> {
		return (await this.#stage.n8n.executions({ id: this.#id })).reverse();
	}

	/**
	 * Waits until its latest execution stands at something.
	 *
	 * @param status as n8n has it, for example `waiting`
	 */
	async latest(status: string, withinMs = ENDED_WITHIN_MS): Promise<StoredExecution> {
		let seen: string | undefined;
		const look = async () => {
			const latest = (await this.executions()).at(-1);
			seen = latest?.status;
			return seen === status ? latest : undefined;
		};
		const found = await waitFor(look, { withinMs, everyMs: 250, signal: this.#stage.signal });
		assert(found, `the latest execution of "${this.workflow.name}" is ${seen}, not ${status}`);
		return found;
	}
}
