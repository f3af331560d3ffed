import { isUnknownUser } from '../../api/errors/ApiError';
import type { Connection } from '../../api/transport/connection';
import { forEachAtOnce } from '../../api/transport/forEachAtOnce';
import { lateSuspensions } from '../../api/transport/lateSuspensions';
import type { User } from '../../api/types';
import { getUser, listUsers } from '../../api/users';
import { hasFailed, settle } from '../items';
import { changesIn, stateReport, withFailure, type Step } from './applyChanges';
import { ceilingError } from './safeguards';

/**
 * The steps that the credential's Max Suspended Users leaves, counted in 1Password's own list of suspended users. Whoever
 * is on it by now is reported unchanged, and the ceiling is judged on the others: all of them, or none. Whoever the list
 * holds counts, also without an ID or a state that says so; and so does whom this process has just suspended and the list
 * does not show yet, by a read of each: whether it is as new as the users, 1Password does not say.
 * To be called inside `connection.whileLocked`, and the steps to be made inside it, or two runs could count the same users.
 */
export async function withinCeiling(connection: Connection, steps: Step[]): Promise<Step[]> {
	const suspended = await settle(() => findSuspended(connection));
	if (hasFailed(suspended)) return withFailure(steps, suspended.failure);
	const left = steps.map((step) => alreadySuspended(step, suspended.byId) ?? step);
	const { maxSuspended } = connection.settings;
	const failure = ceilingError(suspended.count, changesIn(left).length, maxSuspended);
	return failure ? withFailure(left, failure) : left;
}

async function findSuspended(connection: Connection): Promise<{ count: number; byId: Map<string, User> }> {
	const byId = new Map<string, User>();
	const late = new Set(lateSuspensions(connection.settings.accountId));
	let count = 0;
	for await (const users of listUsers(connection, { state: 'SUSPENDED' })) {
		count += users.length;
		for (const user of users) {
			if (user.id === undefined) continue;
			late.delete(user.id);
			if (user.state === 'SUSPENDED') byId.set(user.id, user);
		}
	}
	await forEachAtOnce(connection, late, async (id) => {
		const read = await settle(async () => ({ user: await getUser(connection, id) }));
		if (hasFailed(read) && !isUnknownUser(read.failure)) throw read.failure;
		if (hasFailed(read) || read.user.state !== 'SUSPENDED') return;
		count++;
		byId.set(id, read.user);
	});
	return { count, byId };
}

function alreadySuspended(step: Step, byId: ReadonlyMap<string, User>): Step | undefined {
	if (!('change' in step)) return undefined;
	const user = byId.get(step.change.user.id);
	return user && { output: [stateReport(user, user.state, false, step.change.dryRun)] };
}
