import { ApiError, isUnknownUser } from '../../api/errors/ApiError';
import type { Connection } from '../../api/transport/connection';
import { forEachAtOnce } from '../../api/transport/forEachAtOnce';
import { lateSuspensions } from '../../api/transport/lateSuspensions';
import type { User } from '../../api/types';
import { getUser, listUsers } from '../../api/users';
import { hasFailed, settle } from '../items';
import { changesIn, stateReport, withFailure, type Step } from './applyChanges';
import { ceilingError } from './safeguards';

/** The suspended users of an account, beside those whom a run is about to suspend. */
interface Suspended {
	/** how many there are, without those of the run who are not */
	count: number;
	/** those of the run who are, by ID */
	byId: Map<string, User>;
}

/**
 * The steps that the credential's Max Suspended Users leaves, counted in 1Password's own list of suspended users. Whoever
 * is suspended by now is reported unchanged, and the ceiling is judged on the others: all of them, or none.
 * To be called inside `connection.whileLocked`, and the steps to be made inside it, or two runs could count the same users.
 */
export async function withinCeiling(connection: Connection, steps: Step[]): Promise<Step[]> {
	const targets = new Set(changesIn(steps).map(({ user }) => user.id));
	const suspended = await settle(() => findSuspended(connection, targets));
	if (hasFailed(suspended)) return withFailure(steps, suspended.failure);
	const left = steps.map((step) => alreadySuspended(step, suspended.byId) ?? step);
	const { maxSuspended } = connection.settings;
	const failure = ceilingError(suspended.count, changesIn(left).length, maxSuspended);
	return failure ? withFailure(left, failure) : left;
}

/**
 * Whether the list is as new as the users, 1Password does not say. So whoever this process has just suspended counts also
 * where the list does not show them, and whoever the run is about to suspend does not count because the list shows them: a
 * read of each tells. Of all others, whoever the list holds counts, also without an ID or a state that says so.
 */
async function findSuspended(connection: Connection, targets: ReadonlySet<string>): Promise<Suspended> {
	const listed = new Map<string, User>();
	let count = 0;
	for await (const users of listUsers(connection, { state: 'SUSPENDED' })) {
		count += users.length;
		for (const user of users) if (user.id !== undefined) listed.set(user.id, user);
	}
	const late = lateSuspensions(connection.settings.accountId).filter((id) => !listed.has(id));
	const unsure = new Set([...late, ...[...targets].filter((id) => listed.has(id))]);
	const byId = new Map<string, User>();
	await forEachAtOnce(connection, unsure, async (id) => {
		const user = await readIfAllowed(connection, id, listed.get(id) ?? { id });
		if (user?.state === 'SUSPENDED') byId.set(id, user);
		const mayBe = user !== undefined && user.state !== 'ACTIVE' && !targets.has(id);
		count += Number(byId.has(id) || mayBe) - Number(listed.has(id));
	});
	return { count, byId };
}

/** @returns the user, or what is known of one who may not be read; undefined where there is no such user any more */
async function readIfAllowed(connection: Connection, id: string, known: User): Promise<User | undefined> {
	const read = await settle(async () => ({ user: await getUser(connection, id) }));
	if (!hasFailed(read)) return read.user;
	if (isUnknownUser(read.failure)) return undefined;
	if (read.failure instanceof ApiError && read.failure.isForbidden) return known;
	throw read.failure;
}

function alreadySuspended(step: Step, byId: ReadonlyMap<string, User>): Step | undefined {
	if (!('change' in step)) return undefined;
	const user = byId.get(step.change.user.id);
	return user && { output: [stateReport(user, user.state, false, step.change.dryRun)] };
}
