import { setTimeout as sleep } from 'node:timers/promises';
import { resize } from './account.ts';
import type { Place } from './Place.ts';

/** What a run cost whose token had expired. */
export interface AfterExpiry {
	requests: number;
	/** requests that were sent with the expired token */
	refused: number;
	tokenCalls: number;
}

const SHORT_LIFETIME_SECONDS = 2;

/** Lists everyone with each after its token has expired, as it has for every scheduled run whose interval is longer. */
export async function runAfterTokenExpired(place: Place): Promise<Record<'ours' | 'theirs', AfterExpiry>> {
	const { sandbox } = place;
	resize(sandbox, 1_000);
	const workflows = { ours: 'our-list', theirs: 'their-list-1000' };
	const { tokenLifetimeSeconds } = sandbox.settings();
	sandbox.revokeAllTokens();
	sandbox.setTokenLifetime(SHORT_LIFETIME_SECONDS);
	for (const workflow of Object.values(workflows)) await place.run(workflow, []);
	sandbox.setTokenLifetime(tokenLifetimeSeconds);
	await sleep(SHORT_LIFETIME_SECONDS * 1000);
	const measure = async (workflow: string): Promise<AfterExpiry> => {
		sandbox.clearRequests();
		await place.run(workflow, []);
		return {
			requests: sandbox.requests().length,
			refused: sandbox.requests().filter(({ status }) => status === 401).length,
			tokenCalls: sandbox.requests('token').length,
		};
	};
	return { ours: await measure(workflows.ours), theirs: await measure(workflows.theirs) };
}

/** Whether no request was sent in vain, and one call got the new token. */
export const isRenewedInTime = ({ refused, tokenCalls }: AfterExpiry): boolean =>
	refused === 0 && tokenCalls === 1;
