import { setTimeout as sleep } from 'node:timers/promises';
import { EVERY_MINUTE, NEXT_POLL_WITHIN_MS } from '../../testbed/n8n/exampleTrigger.ts';
import { newNode, newWorkflow } from '../../testbed/n8n/newWorkflow.ts';
import type { Workflow } from '../../testbed/n8n/workflow.ts';
import { waitFor } from '../../testbed/system/waitFor.ts';
import { resize } from './account.ts';
import { calling } from './candidates.ts';
import type { Setup } from './setup.ts';

const TYPE = 'n8n-nodes-1password-users.onePasswordUsersTrigger';

/** Requests and bytes of one poll when nothing has changed. */
export interface PollCost {
	requests: number;
	wireBytes: number;
}

const WATCHED_USERS = 20_000;
/** A poll without a change is over long before, and n8n makes no other one within it. */
const POLL_ENDED_AFTER_MS = 5_000;

/**
 * Activates the trigger and looks at its next poll, and at a run of what takes its place. The trigger stays active, so
 * nothing can be measured afterwards.
 */
export async function pollOnce(setup: Setup): Promise<{ ours: PollCost; theirs: PollCost }> {
	const { sandbox, n8n } = setup;
	resize(setup, WATCHED_USERS);
	sandbox.latency(0);
	sandbox.clearRequests();
	await calling('their-watch').run(setup);
	const theirPoll = { requests: sandbox.requests('list').length, wireBytes: sandbox.bytes() };

	await n8n.addActiveWorkflow(watchWorkflow(setup));
	sandbox.clearRequests();
	const begun = await waitFor(() => sandbox.requests('list')[0], { withinMs: 2 * NEXT_POLL_WITHIN_MS });
	if (!begun) throw new Error('The trigger did not poll.');
	await sleep(POLL_ENDED_AFTER_MS);
	const ourPoll = { requests: sandbox.requests('list').length, wireBytes: sandbox.bytes() };
	return { ours: ourPoll, theirs: theirPoll };
}

function watchWorkflow({ ourCredential }: Setup): Workflow {
	const parameters = { events: ['user.suspended', 'user.reactivated'], pollTimes: EVERY_MINUTE };
	const credentials = { onePasswordUsersApi: ourCredential };
	const trigger = newNode('1Password Users Trigger', TYPE, 1, parameters, { credentials });
	return newWorkflow('our-watch', [trigger], []);
}
