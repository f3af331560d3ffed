import type { StoredExecution } from '../../../testbed/n8n/N8nRest.ts';
import { NEXT_POLL_WITHIN_MS } from '../../../testbed/n8n/exampleTrigger.ts';
import { waitFor } from '../../../testbed/system/waitFor.ts';
import type { SuiteTestbed } from '../SuiteTestbed.ts';

/** Nothing that n8n does by itself takes longer; the first poll of a trigger may skip the minute it was set in. */
const WITHIN_MS = 2 * NEXT_POLL_WITHIN_MS;

/**
 * Waits for an execution to be as described.
 *
 * @throws Error that says how executions are, if none gets like that
 */
export async function waitForExecution(
	{ n8n, signal }: SuiteTestbed,
	fits: (execution: StoredExecution) => boolean,
): Promise<StoredExecution> {
	const look = async () => (await n8n.executions()).find(fits);
	const execution = await waitFor(look, { withinMs: WITHIN_MS, signal });
	if (execution) return execution;
	const others = (await n8n.executions()).map(({ id, status }) => `${id} ${status}`);
	throw new Error(`The execution waited for did not come. There are: ${others.join(', ')}.`);
}

/** The IDs of a workflow's executions. */
export async function executionIds({ n8n }: SuiteTestbed, workflow: { id: string }): Promise<string[]> {
	return (await n8n.executions(workflow)).map(({ id }) => id);
}
