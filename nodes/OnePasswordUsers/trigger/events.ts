import type { INodeExecutionData } from 'n8n-workflow';
import type { Change } from './Comparison';
import { hashOf } from '../utils/hash';
import type { Memory } from './memory';

/** What the events of one poll have in common. */
export interface Detection {
	accountId: string;
	/** of the memory that the poll compared with */
	series: Memory['series'];
	round: Memory['round'];
	/** whether the events are made up for a test step in the editor */
	sample: boolean;
}

/**
 * Turns the changes that a poll found into its output items.
 *
 * `event_id` is made of what the poll compares with, not of when it runs: if n8n dies before it has saved a poll's
 * result, the next poll compares with the same memory, finds the same change and gives it the same ID. So do two
 * processes that compare with the same memory. The same user suspended again gets another ID, because a round has begun
 * in between (`beginsRound`).
 */
export function toEvents(
	changes: Change[],
	{ accountId, series, round, sample }: Detection,
	now = new Date(),
): INodeExecutionData[] {
	return changes.map(({ event, previousState, user }) => ({
		json: {
			event,
			event_id: hashOf([accountId, event, user.id, series, round], 32),
			detected_at: now.toISOString(),
			account_id: accountId,
			previous_state: previousState,
			user,
			sample,
		},
	}));
}
