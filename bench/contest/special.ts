import { setTimeout as sleep } from 'node:timers/promises';
import { EVERY_MINUTE, NEXT_POLL_WITHIN_MS } from '../../testbed/n8n/triggerEvents.ts';
import { waitFor } from '../../testbed/system/waitFor.ts';
import type { Arena } from './arena.ts';
import { calling, resize } from './contenders.ts';
import { node } from './nodes.ts';

/** What a run cost whose token had died. */
export interface DeadToken {
	requests: number;
	/** requests that were sent with the dead token */
	refused: number;
	tokenCalls: number;
}

const SHORT_LIFETIME_SECONDS = 2;

/** A run of each after its token died of old age, as that of every scheduled run does whose interval is longer. */
export async function runAfterTokenDied(arena: Arena): Promise<{ ours: DeadToken; theirs: DeadToken }> {
	const { sandbox } = arena;
	resize(arena, 1_000);
	sandbox.latency(50);
	const contenders = { ours: calling('our-list'), theirs: calling('their-list-1000') };
	const { tokenLifetimeSeconds } = sandbox.settings();
	sandbox.revokeAllTokens();
	sandbox.setTokenLifetime(SHORT_LIFETIME_SECONDS);
	for (const { run } of Object.values(contenders)) await run(arena);
	sandbox.setTokenLifetime(tokenLifetimeSeconds);
	await sleep(SHORT_LIFETIME_SECONDS * 1000);
	const look = async ({ run }: typeof contenders.ours): Promise<DeadToken> => {
		sandbox.clearRequests();
		await run(arena);
		return {
			requests: sandbox.requests().length,
			refused: sandbox.requests().filter(({ status }) => status === 401).length,
			tokenCalls: sandbox.requests('token').length,
		};
	};
	return { ours: await look(contenders.ours), theirs: await look(contenders.theirs) };
}

/** Requests and bytes of one look for changes where nothing changed. */
export interface QuietPoll {
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
export async function pollOnce(arena: Arena): Promise<{ ours: QuietPoll; theirs: QuietPoll }> {
	const { sandbox, n8n } = arena;
	resize(arena, WATCHED_USERS);
	sandbox.latency(0);
	sandbox.clearRequests();
	await calling('their-watch').run(arena);
	const theirPoll = { requests: sandbox.requests('list').length, wireBytes: sandbox.bytes() };

	await n8n.addActiveWorkflow(watching(arena));
	sandbox.clearRequests();
	const begun = await waitFor(() => sandbox.requests('list')[0], { withinMs: 2 * NEXT_POLL_WITHIN_MS });
	if (!begun) throw new Error('The trigger did not poll.');
	await sleep(POLL_ENDED_AFTER_MS);
	const ourPoll = { requests: sandbox.requests('list').length, wireBytes: sandbox.bytes() };
	return { ours: ourPoll, theirs: theirPoll };
}

function watching({ ourCredential }: Arena) {
	const trigger = {
		...node('1Password Users Trigger', 'n8n-nodes-1password-users.onePasswordUsersTrigger', 1, {
			events: ['user.suspended', 'user.reactivated'],
			pollTimes: EVERY_MINUTE,
		}),
		id: 'trigger',
		position: [0, 0],
		credentials: { onePasswordUsersApi: ourCredential },
	};
	return { name: 'our-watch', nodes: [trigger], connections: {}, settings: { executionOrder: 'v1' } };
}
