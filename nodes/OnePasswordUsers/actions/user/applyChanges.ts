import type { IDataObject } from 'n8n-workflow';
import { ApiError, isUnknownUser } from '../../api/errors/ApiError';
import { keepLocked } from '../../api/transport/accountLock';
import type { Connection } from '../../api/transport/connection';
import { forEachAtOnce } from '../../api/transport/forEachAtOnce';
import { forgetSuspension, noteSuspension } from '../../api/transport/lateSuspensions';
import type { IdentifiedUser, User, UserState } from '../../api/types';
import { changeUserState, getUser } from '../../api/users';
import { ItemError } from '../../common/ItemError';
import { withNote } from '../../common/nodeError';
import { asError } from '../../utils/asError';
import { hasFailed, notAttempted, settle, type Failed, type Outcome, type Run } from '../items';
import { listOf } from './safeguards';
import { nobodyWas, WORDS } from './words';

/** A change that is allowed, and still to be made. */
export interface Change {
	user: IdentifiedUser;
	/** how messages name the user */
	name: string;
	dryRun: boolean;
	/** the result if there is no such user after all; undefined where that is a failure */
	ifMissing: IDataObject | undefined;
}

/** What is to be done for an item: a change, or nothing any more. */
export type Step = { change: Change } | Outcome;

/** By user ID: the user after the change, or why there was none. */
type Applied = Map<string, { user: IdentifiedUser } | Failed>;

/** What a state looks like, documented or not; anything else in its place might be what was sent. */
const STATE = /^[A-Z_]{1,40}$/;
/** Names in the tally of a run that stopped half-way; more would not be read. */
const NAMES_IN_TALLY = 20;

/** Each user who would change, once, however many steps name them; the first step counts. */
export function changesIn(steps: Step[]): Change[] {
	const changes = new Map<string, Change>();
	for (const step of steps)
		if ('change' in step && !changes.has(step.change.user.id)) changes.set(step.change.user.id, step.change);
	return [...changes.values()];
}

/** The same steps with this failure in place of every change. */
export const withFailure = (steps: Step[], failure: Error) =>
	steps.map((step): Step => ('change' in step ? { failure } : step));

/**
 * Makes the changes, each user once however many items name them.
 * The first item that names a user reports the change; later ones find the state already right, as if items ran in order.
 * @returns an outcome for each step
 */
export async function applyChanges(run: Run, steps: Step[], target: UserState): Promise<Outcome[]> {
	const real = steps.filter((step) => 'change' in step && !step.change.dryRun);
	const applied = await applyEach(run, changesIn(real), target);
	const reported = new Set<string>();
	return steps.map((step) => ('change' in step ? outcomeOf(step.change, applied, reported, target) : step));
}

/** What happened to a user: first what a table has room for, then whatever else 1Password said of them. */
export function stateReport(
	user: User,
	previousState: string | undefined,
	changed: boolean,
	dryRun: boolean,
): IDataObject {
	const { id, email, state, ...others } = user;
	const report = { previous_state: previousState ?? null, changed, dry_run: dryRun };
	return {
		...(id !== undefined && { id }),
		...(email !== undefined && { email }),
		...(state !== undefined && { state }),
		...report,
		...others,
		// Whatever new fields the API gets, these say what this node did.
		...report,
	};
}

/** @param reported users that an earlier item has reported; the next item with the same user reports them unchanged */
function outcomeOf(change: Change, applied: Applied, reported: Set<string>, target: UserState): Outcome {
	const { user, name, dryRun } = change;
	const notReached = () => ({ failure: notAttempted(`${name} was not ${WORDS[target].done}`) });
	const result = dryRun ? { user } : (applied.get(user.id) ?? notReached());
	if (hasFailed(result)) return reportedAsMissing(change, result) ?? result;
	const key = `${dryRun} ${user.id}`;
	const isFirst = !reported.has(key);
	reported.add(key);
	const before = isFirst || dryRun ? user.state : target;
	return { output: [stateReport(result.user, before, isFirst, dryRun)] };
}

async function applyEach(run: Run, changes: Change[], target: UserState): Promise<Applied> {
	const applied: Applied = new Map();
	await forEachAtOnce(run.connection, changes, async (change) => {
		const result = await apply(run.connection, change, target);
		applied.set(change.user.id, result);
		return !(run.stopOnFailure && hasFailed(result) && !reportedAsMissing(change, result));
	});
	const tally = tallyOf(changes, applied, target);
	for (const { user, name } of changes) {
		const result = applied.get(user.id);
		if (!result || !hasFailed(result)) continue;
		const note = run.stopOnFailure ? tally : isRefusal(result.failure) ? '' : unsureOf([name], target);
		if (note) applied.set(user.id, { failure: withNote(result.failure, note) });
	}
	return applied;
}

/** Only the answer to the change may tell that there is no such user; it may have been wanted as a result. */
function reportedAsMissing({ ifMissing }: Change, { failure }: Failed): Outcome | undefined {
	return ifMissing && isUnknownUser(failure) && isRefusal(failure) ? { output: [ifMissing] } : undefined;
}

/** Changes one user, and lets Max Suspended Users of all runs know of a suspension. */
async function apply(
	connection: Connection,
	change: Change,
	target: UserState,
): Promise<{ user: IdentifiedUser } | Failed> {
	const { accountId } = connection.settings;
	const { id } = change.user;
	if (target === 'SUSPENDED') noteSuspension(accountId, id);
	const result = await settle(() => makeSure(connection, change, target));
	if (target === 'ACTIVE') return result;
	if (hasFailed(result) && isRefusal(result.failure)) forgetSuspension(accountId, id);
	else noteSuspension(accountId, id);
	if (hasFailed(result) && !isRefusal(result.failure)) keepLocked(accountId);
	return result;
}

/** Changes one user and makes sure of it: the answer must carry the state asked for, or a second look must. */
async function makeSure(
	connection: Connection,
	{ user, name }: Change,
	target: UserState,
): Promise<{ user: IdentifiedUser }> {
	const answer = await changeUserState(connection, user.id, target, name).catch(ifNoUser);
	if (answer?.state === target) return { user: answer };
	// A refusal to show the user says nothing about the change.
	const reread = await getUser(connection, user.id, name).catch((failure: unknown) => {
		throw failure instanceof ApiError ? failure.asMaybeDone() : asError(failure);
	});
	if (reread.state === target) return { user: reread };
	throw notConfirmed(name, STATE.exec(reread.state ?? '')?.[0], target);
}

/** A good status with a body that is no user leaves open whether the change was made; a second look tells. */
function ifNoUser(failure: unknown): undefined {
	if (failure instanceof ApiError && failure.kind === 'badAnswer' && failure.httpStatus === undefined) return;
	throw asError(failure);
}

const notConfirmed = (name: string, state: string | undefined, target: UserState) =>
	new ItemError(
		'bad_answer',
		`1Password accepted the request to ${WORDS[target].verb} ${name}, but the state is still ${state ?? 'unknown'}`,
		'Look at the user in 1Password, and run the workflow again: it does nothing where the state is already right.',
	);

/** What a run that stops has already done: whoever reads the error must not have to guess. */
function tallyOf(changes: Change[], applied: Applied, target: UserState): string {
	const { done } = WORDS[target];
	const namesWhere = (holds: (result: { user: IdentifiedUser } | Failed) => boolean) =>
		changes.flatMap(({ user, name }) => {
			const result = applied.get(user.id);
			return result && holds(result) ? [name] : [];
		});
	const confirmed = namesWhere((result) => !hasFailed(result));
	const unsure = namesWhere((result) => hasFailed(result) && !isRefusal(result.failure));
	if (confirmed.length + unsure.length === 0) return `${nobodyWas(target)}.`;
	const certain =
		confirmed.length === 0
			? `No user was confirmed as ${done} in this run.`
			: `${confirmed.length} of ${changes.length} users were ${done} in this run before it stopped: ${listOf(confirmed, NAMES_IN_TALLY)}.`;
	return unsure.length === 0 ? certain : `${certain} ${unsureOf(unsure, target)}`;
}

const unsureOf = (names: string[], target: UserState) =>
	`Not known, look in 1Password whether they were ${WORDS[target].done} all the same: ${listOf(names, NAMES_IN_TALLY)}.`;

/** Where no answer came, or none that could be read, the change may have been made all the same. */
const isRefusal = (failure: Error) => failure instanceof ApiError && failure.isRefusal;
