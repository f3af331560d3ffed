import { setTimeout as sleep } from 'node:timers/promises';
import { resize } from './account.ts';
import { calling } from './candidates.ts';
import type { Setup } from './setup.ts';

/** What a run cost whose token had expired. */
export interface AfterExpiry {
	requests: number;
	/** requests that were sent with the expired token */
	refused: number;
	tokenCalls: number;
}

const SHORT_LIFETIME_SECONDS = 2;

/** Runs each after its token has expired, as it has for every scheduled run whose interval is longer. */
export async function runAfterTokenExpired(
	setup: Setup,
): Promise<{ ours: AfterExpiry; theirs: AfterExpiry }> {
	const { sandbox } = setup;
	resize(setup, 1_000);
	sandbox.latency(50);
	const candidates = { ours: calling('our-list'), theirs: calling('their-list-1000') };
	const { tokenLifetimeSeconds } = sandbox.settings();
	sandbox.revokeAllTokens();
	sandbox.setTokenLifetime(SHORT_LIFETIME_SECONDS);
	for (const { run } of Object.values(candidates)) await run(setup);
	sandbox.setTokenLifetime(tokenLifetimeSeconds);
	await sleep(SHORT_LIFETIME_SECONDS * 1000);
	const measure = async ({ run }: typeof candidates.ours): Promise<AfterExpiry> => {
		sandbox.clearRequests();
		await run(setup);
		return {
			requests: sandbox.requests().length,
			refused: sandbox.requests().filter(({ status }) => status === 401).length,
			tokenCalls: sandbox.requests('token').length,
		};
	};
	return { ours: await measure(candidates.ours), theirs: await measure(candidates.theirs) };
}
