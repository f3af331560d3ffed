import type { Sandbox } from '../sandbox/server.ts';
import {
	readExample,
	webhookPath,
	withCredentials,
	type CredentialsByType,
	type Workflow,
} from '../testbed/n8n/exampleWorkflow.ts';
import type { N8nRest } from '../testbed/n8n/n8nRest.ts';
import type { Facts } from '../testbed/terminal/report.ts';

/** A set-up n8n and the 1Password it talks to. */
export interface Stage {
	n8n: N8nRest;
	sandbox: Sandbox;
	credentials: CredentialsByType;
	/** What the examples' webhooks want to see. */
	webhookKey: { header: string; value: string };
}

/** What became of running an example. */
export interface Finding {
	title: string;
	facts: Facts;
	/** What is not as it should be; empty if all is well. */
	complaints: string[];
}

/** Runs one example workflow and checks, in the sandbox, that it did what it says. */
export type Scenario = (stage: Stage) => Promise<Finding[]>;

/** An example that is active in n8n. */
export interface ActiveExample<Reply> {
	name: string;
	/** Calls its webhook, as the system it was made for would. */
	call(data?: unknown): Promise<Reply>;
}

/**
 * Imports an example whose webhook takes POST, and activates it.
 *
 * @param fillIn what a person has to change before
 */
export async function activateExample<Reply>(
	file: string,
	{ n8n, credentials, webhookKey }: Stage,
	fillIn = (workflow: Workflow) => workflow,
): Promise<ActiveExample<Reply>> {
	const workflow = fillIn(withCredentials(await readExample(file), credentials));
	await n8n.addActiveWorkflow(workflow);
	const headers = { [webhookKey.header]: webhookKey.value };
	return {
		name: workflow.name,
		call: async (data) =>
			await n8n.callWebhook<Reply>(webhookPath(workflow), { method: 'POST', headers, data }),
	};
}

/** The complaints whose check failed. */
export function complaintsOf(checks: ReadonlyArray<readonly [holds: boolean, complaint: string]>): string[] {
	return checks.filter(([holds]) => !holds).map(([, complaint]) => complaint);
}
