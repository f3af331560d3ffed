import { outputOf } from './executionData.ts';
import { ActiveExample } from './ActiveExample.ts';
import { PlainFailure } from '../terminal/PlainFailure.ts';
import type { N8nRest, StoredExecution } from './N8nRest.ts';
import type { ReadyN8n } from './setUpN8n.ts';
import { withParameters, type Workflow } from './workflow.ts';

/** What the trigger puts out. */
export interface TriggerEvent {
	event: string;
	event_id: string;
	detected_at: string;
	account_id: string;
	previous_state: string | null;
	user: { id: string; email?: string; display_name?: string; state?: string };
	/** True for a test event in the editor only. */
	sample: boolean;
}

/** A workflow that waits for events. */
export interface ActiveTrigger {
	id: string;
	name: string;
	/** The name of its trigger node. */
	node: string;
}

const EXAMPLE = 'someone-suspended-or-reactivated.json';
const TRIGGER_TYPE = 'n8n-nodes-1password-users.onePasswordUsersTrigger';

/** As often as n8n allows. */
export const EVERY_MINUTE = { item: [{ mode: 'everyMinute' }] };

/** At these seconds of every minute: n8n refuses a shorter interval than a minute, but takes several poll times. */
export const atSeconds = (...seconds: number[]) => ({
	item: seconds.map((second) => ({ mode: 'custom', cronExpression: `${second} * * * * *` })),
});

/** n8n polls in the background: how long a poll may be in coming that is due every minute. */
export const NEXT_POLL_WITHIN_MS = 75_000;

/**
 * Imports the example "Someone was suspended or reactivated", polling every minute, and activates it. When it is
 * active, its first poll has been made.
 *
 * @param parameters instead of those that the example's trigger has
 */
export async function activateTrigger(
	ready: ReadyN8n,
	parameters: Record<string, unknown> = {},
): Promise<ActiveTrigger> {
	const fillIn = (workflow: Workflow) =>
		withParameters(workflow, triggerIn(workflow), { pollTimes: EVERY_MINUTE, ...parameters });
	const { id, name, workflow } = await ActiveExample.import(ready, EXAMPLE, { fillIn });
	return { id, name, node: triggerIn(workflow) };
}

function triggerIn({ name, nodes }: Workflow): string {
	const trigger = nodes.find(({ type }) => type === TRIGGER_TYPE);
	if (trigger) return trigger.name;
	throw new PlainFailure(`"${name}" has no trigger.`);
}

/** Everything the trigger has started and that has ended, the earliest first. */
export async function executionsOf(
	n8n: N8nRest,
	trigger: Pick<ActiveTrigger, 'id' | 'node'>,
): Promise<Array<Pick<StoredExecution, 'id' | 'status'> & { events: TriggerEvent[] }>> {
	return (await n8n.executions(trigger))
		.reverse()
		.filter(({ status }) => !['new', 'running'].includes(status))
		.map((execution) => ({
			id: execution.id,
			status: execution.status,
			events: outputOf<TriggerEvent>(execution, trigger.node),
		}));
}
