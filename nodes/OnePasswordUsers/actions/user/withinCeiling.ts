import type { Connection } from '../../api/transport/connection';
import type { User } from '../../api/types';
import { listUsers } from '../../api/users';
import { hasFailed, settle } from '../items';
import { changesIn, stateReport, withFailure, type Step } from './applyChanges';
import { ceilingError } from './safeguards';

/**
 * The steps that the credential's Max Suspended Users leaves, counted in 1Password's own list of suspended users. Whoever
 * is on it by now is reported unchanged, and the ceiling is judged on the others: all of them, or none. Whoever the list
 * holds counts, also without an ID or a state that says so.
 * To be called inside `connection.whileLocked`, and the steps to be made inside it, or two runs could count the same users.
 */
export async function withinCeiling(connection: Connection, steps: Step[]): Promise<Step[]> {
	const suspended = await settle(() => listSuspended(connection));
	if (hasFailed(suspended)) return withFailure(steps, suspended.failure);
	const left = steps.map((step) => alreadySuspended(step, suspended.byId) ?? step);
	const { maxSuspended } = connection.settings;
	const failure = ceilingError(suspended.count, changesIn(left).length, maxSuspended);
	return failure ? withFailure(left, failure) : left;
}

async function listSuspended(connection: Connection): Promise<{ count: number; byId: Map<string, User> }> {
	const byId = new Map<string, User>();
	let count = 0;
	for await (const users of listUsers(connection, { state: 'SUSPENDED' })) {
		count += users.length;
		for (const user of users)
			if (user.id !== undefined && user.state === 'SUSPENDED') byId.set(user.id, user);
	}
	return { count, byId };
}

function alreadySuspended(step: Step, byId: ReadonlyMap<string, User>): Step | undefined {
	if (!('change' in step)) return undefined;
	const user = byId.get(step.change.user.id);
	return user && { output: [stateReport(user, user.state, false, step.change.dryRun)] };
}
