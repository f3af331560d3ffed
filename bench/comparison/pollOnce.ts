import { setTimeout as sleep } from 'node:timers/promises';
import { EVERY_MINUTE, NEXT_POLL_WITHIN_MS } from '../../testbed/n8n/exampleTrigger.ts';
import { newNode, newWorkflow } from '../../testbed/n8n/newWorkflow.ts';
import type { Workflow } from '../../testbed/n8n/workflow.ts';
import { waitFor } from '../../testbed/system/waitFor.ts';
import { resize } from './account.ts';
import type { Place } from './Place.ts';
import type { Setup } from './setup.ts';

const TYPE = 'n8n-nodes-1password-users.onePasswordUsersTrigger';

/** Requests and bytes of one poll when nothing has changed. */
export interface PollCost {
	requests: number;
	wireBytes: number;
}

const WATCHED_USERS = 300_000;
/** One percent. */
const SUSPENDED_EVERY = 100;
/** A poll without a change is over long before, and n8n makes no other one within it. */
const POLL_ENDED_AFTER_MS = 5_000;
/** Of the requests that listing everyone takes. */
export const LARGEST_SHARE = 0.1;

/**
 * Activates the trigger and looks at its next poll, and at a listing, which is the least that other nodes need. The trigger
 * stays active, so nothing can be measured afterwards.
 */
export async function pollOnce(
	{ n8n }: Pick<Setup, 'n8n'>,
	place: Place,
): Promise<Record<'ours' | 'theirs', PollCost>> {
	const { sandbox } = place;
	resize(sandbox, WATCHED_USERS, SUSPENDED_EVERY);
	const cost = (): PollCost => ({ requests: sandbox.requests('list').length, wireBytes: sandbox.bytes() });
	sandbox.clearRequests();
	await place.run('their-list-1000', []);
	const theirs = cost();

	await n8n.addActiveWorkflow(watchWorkflow(place));
	sandbox.clearRequests();
	const begun = await waitFor(() => sandbox.requests('list')[0], { withinMs: 2 * NEXT_POLL_WITHIN_MS });
	if (!begun) throw new Error('The trigger did not poll.');
	await sleep(POLL_ENDED_AFTER_MS);
	return { ours: cost(), theirs };
}

/** Whether a poll costs little beside listing everyone. */
export const isPollCheap = ({ ours, theirs }: Record<'ours' | 'theirs', PollCost>): boolean =>
	ours.requests <= LARGEST_SHARE * theirs.requests;

function watchWorkflow({ ourCredential }: Place): Workflow {
	const parameters = { events: ['user.suspended', 'user.reactivated'], pollTimes: EVERY_MINUTE };
	const credentials = { onePasswordUsersApi: ourCredential };
	const trigger = newNode('1Password Users Trigger', TYPE, 1, parameters, { credentials });
	return newWorkflow('our-watch', [trigger], []);
}
