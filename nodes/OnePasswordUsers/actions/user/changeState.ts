import type { INodeExecutionData } from 'n8n-workflow';
import { isIdentified } from '../../api/shapes';
import type { UserState } from '../../api/types';
import { ItemError, reasonOf } from '../../common/ItemError';
import { withNote } from '../../common/nodeError';
import {
	hasFailed,
	notAttempted,
	settle,
	stopAtFailure,
	toItems,
	type Failed,
	type Outcome,
	type Run,
} from '../items';
import { changeHint } from './changeHint';
import { applyChanges, changesIn, stateReport, withFailure, type Step } from './applyChanges';
import { readRequests, type ChangeRequest, type ChangeRequests } from './changeRequests';
import { reportOfMissing } from './fields';
import { identitiesOf, nameWithEmail } from './namedUser';
import { resolveStates } from './resolveStates';
import { resolveUsers, type Looking } from './resolveUsers';
import { maxChangesError, protectedError, protectionOf, readOnlyError, strictestLimit } from './safeguards';
import type { Resolved } from './theOneMatch';
import { withinCeiling } from './withinCeiling';
import { nobodyWas, WORDS } from './words';

/**
 * Suspends or reactivates the users that the items name, all items together: read → resolve → decide → apply.
 * Nothing is changed before every item is decided on, and nothing at all where the node stops on error and one failed.
 */
export async function changeState(run: Run, target: UserState): Promise<INodeExecutionData[]> {
	const { settings } = run.connection;
	const asked = settings.readOnly ? undefined : readRequests(run, target);
	const outcomes = asked
		? await outcomesOf(run, asked)
		: Array.from({ length: run.itemCount }, (): Outcome => ({ failure: readOnlyError(target) }));
	const items = toItems(run, outcomes, identitiesOf(run.context));
	// Older versions of n8n, and what stands in for the context in some of them, have no hints.
	run.context.addExecutionHints?.(changeHint(outcomes, target, asked !== undefined && isDryRun(asked)));
	return items;
}

/** Whether some item was a dry run, and none was to change anybody: what could not be read was not. */
const isDryRun = ({ requests }: ChangeRequests) =>
	requests.some((request) => !hasFailed(request)) &&
	requests.every((request) => hasFailed(request) || request.dryRun);

async function outcomesOf(run: Run, asked: ChangeRequests): Promise<Outcome[]> {
	const { settings } = run.connection;
	const { target } = asked;
	stopAtFailure(run, asked.requests, nobodyChanged(target));
	const resolved = await resolve(run, asked);
	const decided = asked.requests.map((request, item) => decide(request, resolved[item]!, asked));
	if (target === 'ACTIVE' || settings.maxSuspended === 0 || changesIn(decided).length === 0)
		return await act(run, decided, asked);
	return await run.connection.whileLocked(
		async () => await act(run, await withinCeiling(run.connection, decided), asked),
	);
}

/** Nobody is changed under a credential that has been changed since the run began. */
async function underSameRules({ connection }: Run, steps: Step[]): Promise<Step[]> {
	if (changesIn(steps).length === 0) return steps;
	const checked = await settle(async () => ({ same: await connection.checkRules() }));
	return hasFailed(checked) ? withFailure(steps, checked.failure) : steps;
}

/** Makes the changes that are left, all or none of them. */
async function act(run: Run, decided: Step[], asked: ChangeRequests): Promise<Outcome[]> {
	const steps = withinMaxChanges(await underSameRules(run, decided), asked);
	stopAtFailure(run, steps, nobodyChanged(asked.target));
	return await applyChanges(run, steps, asked.target);
}

/**
 * Finds the users. To suspend many by ID, their states are enough where nothing else depends on more: no pattern on
 * their email, no limit that an unknown ID would count towards, no dry run that would have to tell who it is.
 */
async function resolve({ connection, stopOnFailure }: Run, asked: ChangeRequests): Promise<Resolved[]> {
	const { requests, limits, rules, target } = asked;
	const named = requests.map((request) => (hasFailed(request) ? request : request.named));
	const statesSuffice =
		target === 'SUSPENDED' &&
		connection.settings.maxSuspended === 0 &&
		strictestLimit(limits) === 0 &&
		!rules.some(({ needsEmail }) => needsEmail) &&
		!requests.some((request) => !hasFailed(request) && request.dryRun);
	const states = statesSuffice ? await resolveStates(connection, named) : undefined;
	if (states) return states;
	const looking: Omit<Looking, 'stopOnFailure'> =
		target === 'ACTIVE' ? { actsOn: 'SUSPENDED', likely: 'SUSPENDED' } : { actsOn: 'ACTIVE' };
	return await resolveUsers(connection, named, { stopOnFailure, ...looking });
}

/** What is to be done for one item, judged on the user that was found, however the item named them. */
function decide(
	request: ChangeRequest | Failed,
	resolved: Resolved,
	{ target, rules }: ChangeRequests,
): Step {
	if (hasFailed(request)) return request;
	const { named, onMissingUser, dryRun } = request;
	const ifMissing = onMissingUser === 'report' ? reportOfMissing(named) : undefined;
	if (hasFailed(resolved)) return resolved.missing && ifMissing ? { output: [ifMissing] } : resolved;
	const { user } = resolved;
	const name = nameWithEmail(named, user);
	if (!isIdentified(user)) return { failure: withoutId(name, target) };
	if (user.state === target) return { output: [stateReport(user, user.state, false, dryRun)] };
	const rule = protectionOf(user, rules);
	if (rule) return { failure: protectedError(user, name, rule) };
	return { change: { user, name, dryRun, ifMissing } };
}

function withinMaxChanges(steps: Step[], { limits, unreadableLimit, target }: ChangeRequests): Step[] {
	const names = changesIn(steps).map(({ name }) => name);
	const failure =
		unreadableLimit === undefined
			? maxChangesError(names, limits, target)
			: notAttempted(
					`The user was not ${WORDS[target].done}`,
					`Max Changes of item ${unreadableLimit} can't be read`,
				);
	return failure ? withFailure(steps, failure) : steps;
}

/** For a run that stops before it changes anybody; the limits say so themselves. */
const nobodyChanged = (target: UserState) => (failure: Error) =>
	['max_changes', 'max_suspended', 'read_only'].includes(reasonOf(failure))
		? failure
		: withNote(failure, `${nobodyWas(target)}.`);

const withoutId = (name: string, target: UserState) =>
	new ItemError(
		'bad_answer',
		`Cannot ${WORDS[target].verb} ${name}: 1Password gave no ID for this user`,
		'Find the user in 1Password and name them By ID.',
	);
