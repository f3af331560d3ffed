import { runsOf, type StoredItem, type StoredRun } from '../../testbed/n8n/executionData.ts';
import type { N8nRest, StoredExecution } from '../../testbed/n8n/N8nRest.ts';
import { waitFor } from '../../testbed/system/waitFor.ts';

/** What a node did in an execution. */
export interface NodeRun {
	/** The items of each output. */
	outputs: StoredItem[][];
	error?: StoredRun['error'];
}

/** How long n8n may take to store an execution after the webhook has replied. */
const STORED_WITHIN_MS = 10_000;

/**
 * The latest execution of a workflow, once it has ended and is stored.
 *
 * @throws Error if there is none
 */
export async function latestExecution(n8n: N8nRest, workflow: { id: string }): Promise<StoredExecution> {
	const look = async () => {
		const [latest] = await n8n.executions(workflow);
		return latest && ['success', 'error'].includes(latest.status) ? latest : undefined;
	};
	const execution = await waitFor(look, { withinMs: STORED_WITHIN_MS, everyMs: 100 });
	if (!execution) throw new Error('n8n has stored no execution.');
	return execution;
}

/** What a node did; a node that did not run has no outputs. */
export function runOf(execution: StoredExecution, node: string): NodeRun {
	const [run] = runsOf(execution, node);
	return { outputs: (run?.data?.main ?? []).map((items) => items ?? []), error: run?.error };
}
