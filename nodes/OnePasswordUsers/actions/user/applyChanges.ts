import { UserError, type IDataObject } from 'n8n-workflow';
import { ApiError, isUnknownUser } from '../../api/errors/ApiError';
import { forEachAtOnce } from '../../api/transport/concurrency';
import type { Connection } from '../../api/transport/connection';
import type { IdentifiedUser, User, UserState } from '../../api/types';
import { changeUserState, getUser } from '../../api/users';
import { descriptionOf } from '../../common/nodeError';
import { asError } from '../../utils/asError';
import { hasFailed, type Outcome, type Failed, type Run } from '../items';
import { WORDS } from './words';

/** A change that is allowed, and still to be made. */
export interface Change {
	user: IdentifiedUser;
	/** how the item named the user */
	name: string;
	dryRun: boolean;
	/** the result if there is no such user after all; undefined where that is a failure */
	ifMissing: IDataObject | undefined;
}

type Applied = { user: IdentifiedUser } | Failed;

/** Names in the tally of a run that stopped half-way; more would not be read. */
const NAMES_IN_TALLY = 20;

/**
 * Makes the changes, each user once however many items name them.
 * The first item that names a user reports the change; later ones find the state already right, as if items ran in order.
 * @param changes one entry an item; undefined where there is nothing to change
 * @returns an outcome for each item with a change
 */
export async function applyChanges(
	run: Run,
	changes: Array<Change | undefined>,
	target: UserState,
): Promise<Array<Outcome | undefined>> {
	const applied = await applyEach(run, changes, target);
	const reported = new Set<string>();
	return changes.map((change) => {
		if (!change) return undefined;
		const { user, dryRun } = change;
		const result: Applied = dryRun ? { user } : (applied.get(user.id) ?? notReached(change, target));
		if (hasFailed(result)) return reportedAsMissing(change, result) ?? result;
		const key = `${dryRun} ${user.id}`;
		const isFirst = !reported.has(key);
		reported.add(key);
		return { output: [stateReport(result.user, isFirst ? user.state : target, isFirst, dryRun)] };
	});
}

/** The user as 1Password described them, and what happened to them. */
export function stateReport(
	user: User,
	previousState: string | undefined,
	changed: boolean,
	dryRun: boolean,
): IDataObject {
	return { ...user, previous_state: previousState ?? null, changed, dry_run: dryRun };
}

async function applyEach(
	run: Run,
	changes: Array<Change | undefined>,
	target: UserState,
): Promise<Map<string, Applied>> {
	const unique = new Map<string, Change>();
	for (const change of changes)
		if (change && !change.dryRun && !unique.has(change.user.id)) unique.set(change.user.id, change);

	const applied = new Map<string, Applied>();
	await forEachAtOnce(unique.values(), async (change) => {
		const result = await apply(run.connection, change, target);
		applied.set(change.user.id, result);
		return !(run.stopOnFailure && hasFailed(result) && !reportedAsMissing(change, result));
	});
	if (!run.stopOnFailure) return applied;
	const tally = tallyOf(unique, applied, target);
	return new Map(
		[...applied].map(([id, result]) => [
			id,
			hasFailed(result) ? { failure: withTally(result.failure, tally) } : result,
		]),
	);
}

/** Only the answer to the change may tell that there is no such user; it may have been wanted as a result. */
function reportedAsMissing({ ifMissing }: Change, { failure }: Failed): Outcome | undefined {
	return ifMissing && isUnknownUser(failure) ? { output: [ifMissing] } : undefined;
}

/** Changes one user and makes sure of it: the answer must carry the state asked for, or a second look must. */
async function apply(connection: Connection, { user, name }: Change, target: UserState): Promise<Applied> {
	try {
		const answer = await changeUserState(connection, user.id, target, name).catch(ifNoUser);
		if (answer?.state === target) return { user: answer };
		const reread = await getUser(connection, user.id);
		return reread.state === target ? { user: reread } : notConfirmed(name, reread.state, target);
	} catch (error) {
		return { failure: asError(error) };
	}
}

/** A good status with a body that is no user leaves open whether the change was made; a second look tells. */
function ifNoUser(failure: unknown): undefined {
	if (failure instanceof ApiError && failure.kind === 'badAnswer' && failure.httpStatus === undefined) return;
	throw asError(failure);
}

function notConfirmed(name: string, state: string | undefined, target: UserState): Failed {
	const { verb } = WORDS[target];
	return {
		failure: new UserError(
			`1Password accepted the request to ${verb} ${name}, but the state is still ${state ?? 'unknown'}`,
			{
				description:
					'Look at the user in 1Password, and run the workflow again: it does nothing where the state is already right.',
			},
		),
	};
}

function notReached({ name }: Change, target: UserState): Failed {
	return {
		failure: new UserError(`${name} was not ${WORDS[target].done}, because another item failed before`),
	};
}

/** What a run that stops has already done: whoever reads the error must not have to guess. */
function tallyOf(unique: Map<string, Change>, applied: Map<string, Applied>, target: UserState): string {
	const done = [...unique.values()].filter(({ user }) => {
		const result = applied.get(user.id);
		return result && !hasFailed(result);
	});
	const { done: word } = WORDS[target];
	return [
		tallyOfDone(
			done.map(({ name }) => name),
			unique.size,
			word,
		),
		tallyOfUnsure(unique, applied, word),
	]
		.filter(Boolean)
		.join(' ');
}

function tallyOfDone(names: string[], of: number, word: string): string {
	if (names.length === 0) return `1Password confirmed for nobody in this run that they were ${word}.`;
	return `${names.length} of ${of} users were ${word} in this run before it stopped: ${listOf(names)}.`;
}

/** Where no answer came, or none that could be read, the change may have been made all the same. */
function tallyOfUnsure(unique: Map<string, Change>, applied: Map<string, Applied>, word: string): string {
	const unsure = [...unique.values()].filter(({ user }) => {
		const result = applied.get(user.id);
		if (!result || !hasFailed(result)) return false;
		return !(result.failure instanceof ApiError && result.failure.isRefusal);
	});
	if (unsure.length === 0) return '';
	return `Not known, look in 1Password whether they were ${word} all the same: ${listOf(unsure.map(({ name }) => name))}.`;
}

function listOf(names: string[]): string {
	const shown = names.slice(0, NAMES_IN_TALLY).join(', ');
	return names.length > NAMES_IN_TALLY ? `${shown} and ${names.length - NAMES_IN_TALLY} more` : shown;
}

function withTally(failure: Error, tally: string): Error {
	const description = [descriptionOf(failure), tally].filter(Boolean).join(' ');
	if (failure instanceof ApiError) return new ApiError({ ...failure, message: failure.message, description });
	return new UserError(failure.message, { description });
}
