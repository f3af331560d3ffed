import { UserError, type IPollFunctions } from 'n8n-workflow';

/** Left for n8n to take over the result. */
const MARGIN_MS = 2000;

/** n8n before 2.36 gives no budget. */
type MaybeBudget = Partial<Pick<IPollFunctions, 'getPollBudgetMs'>>;

/**
 * Does the work of a poll, unless it would take longer than n8n waits: n8n abandons a poll at its limit without telling why.
 * @param work gets a signal that tells it to stop; what it would have returned after that is not used
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
	const timeUp = new Promise<never>((_resolve, reject) => (giveUp = () => reject(outOfTime(budget))));
	stop.addEventListener('abort', giveUp);
	try {
		return await Promise.race([timeUp, work(stop)]);
	} finally {
		// The timer runs on; it must not keep the poll's result in memory meanwhile.
		stop.removeEventListener('abort', giveUp);
	}
}

function outOfTime(budget: number): UserError {
	const seconds = Math.max(0, Math.round(budget / 1000));
	return new UserError(`The poll was stopped: n8n gives it ${seconds} s, and it needs more`, {
		description:
			'Nothing was reported and nothing forgotten: the next poll compares with the same state. If this goes on, 1Password is slow or limits the requests: poll less often, or watch Suspended and Reactivated only, which need far fewer requests.',
	});
}
