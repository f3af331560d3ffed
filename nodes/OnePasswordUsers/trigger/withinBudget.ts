import { sleep, UserError, type IPollFunctions } from 'n8n-workflow';
import { asError } from '../utils/asError';

/** Left for n8n to take over the result. */
const MARGIN_MS = 2000;
/** Left for the work to return what it has when it is told to stop. */
const STOPPING_MS = 100;

/** What n8n gives every poll where it doesn't run polls with its durable scheduler; there is no setting for it. */
const FIXED_BUDGET_MS = 300_000;

/** n8n before 2.36 gives no budget. */
type MaybeBudget = Partial<Pick<IPollFunctions, 'getPollBudgetMs'>>;

/**
 * Does the work of a poll within the time that n8n gives it. n8n's durable scheduler abandons a poll at its limit and
 * drops what it would have reported.
 * @param work gets a signal that tells it to stop. It may then return what it has; if it fails, or goes on, the poll is
 * out of time
 * @throws UserError before the limit is reached
 */
export async function withinBudget<T>(
	context: MaybeBudget,
	work: (stop?: AbortSignal) => Promise<T>,
): Promise<T> {
	const budget = context.getPollBudgetMs?.();
	if (budget === undefined) return await work();
	if (budget <= MARGIN_MS) throw outOfTime(budget);
	const stop = AbortSignal.timeout(budget - MARGIN_MS);
	let giveUp = () => {};
	const timeUp = new Promise<never>((_resolve, reject) => {
		giveUp = () => void sleep(STOPPING_MS).then(() => reject(outOfTime(budget)));
	});
	stop.addEventListener('abort', giveUp);
	try {
		return await Promise.race([timeUp, work(stop)]);
	} catch (failure) {
		throw stop.aborted ? outOfTime(budget) : asError(failure);
	} finally {
		// The timer runs on; it must not keep the poll's result in memory meanwhile.
		stop.removeEventListener('abort', giveUp);
	}
}

function outOfTime(budget: number): UserError {
	const seconds = Math.max(0, Math.round(budget / 1000));
	const moreTime =
		budget === FIXED_BUDGET_MS
			? 'n8n has no setting for this time.'
			: "Give polls more time with n8n's N8N_SCHEDULER_POLL_TIMEOUT (in seconds, below N8N_SCHEDULER_LEASE_DURATION).";
	return new UserError(`The poll was stopped: n8n gives it ${seconds} s, and it needs more`, {
		description: `Nothing was reported and nothing forgotten: the next poll compares with the same state. If this goes on, 1Password is slow or limits the requests. ${moreTime} Suspended and Reactivated alone need far fewer requests than Added and Removed.`,
	});
}
