import { UserError, type INodeExecutionData } from 'n8n-workflow';
import { isIdentified } from '../../api/shapes';
import type { User, UserState } from '../../api/types';
import { Options } from '../../common/parameters';
import {
	stopAtFailure,
	toItems,
	forEachItem,
	hasFailed,
	type Outcome,
	type Failed,
	type Run,
} from '../items';
import { applyChanges, stateReport, type Change } from './applyChanges';
import { readOnMissingUser, reportOfMissing, type OnMissingUser } from './fields';
import { identitiesOf, nameOf, readNamedUser, type NamedUser } from './namedUser';
import { resolveStates } from './resolveStates';
import { resolveUsers, type Resolved } from './resolveUsers';
import { exceeds, protectionOf, protectionRules, strictestLimit, type ProtectionRule } from './safeguards';
import { WORDS } from './words';

/** What an item asks for. */
interface Request {
	named: NamedUser;
	onMissingUser: OnMissingUser;
	dryRun: boolean;
	maxChanges: number;
}

type Step = { change: Change } | Outcome;

/**
 * Suspends or reactivates the users that the items name, all items together: resolve → safeguards → act → report.
 * Nothing is changed before every item is decided on, and nothing at all where the node stops on error and one failed.
 */
export async function changeState(run: Run, target: UserState): Promise<INodeExecutionData[]> {
	return toItems(run, await outcomesOf(run, target), identitiesOf(run.context));
}

async function outcomesOf(run: Run, target: UserState): Promise<Outcome[]> {
	const { connection } = run;
	if (connection.settings.readOnly) return Array.from({ length: run.itemCount }, () => readOnly(target));

	const requests = forEachItem(run, (item) => readRequest(run, item));
	stopAtFailure(run, requests);
	const rules = target === 'SUSPENDED' ? protectionRules(connection.settings.protectedUsers) : [];
	const resolved = await resolve(run, requests, target, rules);
	const decided = requests.map((request, item) => decide(request, resolved[item]!, target, rules));
	const limit = strictestLimit(requests.map((request) => (hasFailed(request) ? 0 : request.maxChanges)));
	const steps = withinLimit(decided, limit, target);
	stopAtFailure(run, steps);

	const outcomes = await applyChanges(
		run,
		steps.map((step) => ('change' in step ? step.change : undefined)),
		target,
	);
	return steps.map((step, item) => ('change' in step ? outcomes[item]! : step));
}

/**
 * Finds the users. To suspend many by ID, their states are enough where nothing else depends on more: no pattern on
 * their email, no limit that an unknown ID would count towards, no dry run that would have to tell who it is.
 */
async function resolve(
	{ connection, stopOnFailure }: Run,
	requests: Array<Request | Failed>,
	target: UserState,
	rules: ProtectionRule[],
): Promise<Resolved[]> {
	const named = requests.map((request) => (hasFailed(request) ? request : request.named));
	const statesSuffice =
		target === 'SUSPENDED' &&
		!rules.some(({ needsEmail }) => needsEmail) &&
		requests.every((request) => hasFailed(request) || (!request.dryRun && request.maxChanges === 0));
	const states = statesSuffice ? await resolveStates(connection, named) : undefined;
	const likely = target === 'ACTIVE' ? 'SUSPENDED' : undefined;
	return states ?? (await resolveUsers(connection, named, stopOnFailure, likely));
}

function readRequest({ context }: Run, item: number): Request {
	const options = new Options(context, 'options', item);
	return {
		named: readNamedUser(context.getNodeParameter('userId', item)),
		onMissingUser: readOnMissingUser(options),
		dryRun: options.flag('dryRun', 'Dry Run'),
		maxChanges: options.count('maxChanges', 'Max Changes', 0),
	};
}

/** What is to be done for one item, judged on the user that was found, however the item named them. */
function decide(
	request: Request | Failed,
	resolved: Resolved,
	target: UserState,
	rules: ProtectionRule[],
): Step {
	if (hasFailed(request)) return request;
	const { named, onMissingUser, dryRun } = request;
	if (hasFailed(resolved)) {
		const report = resolved.missing && onMissingUser === 'report';
		return report ? { output: [reportOfMissing(named)] } : resolved;
	}
	const { user } = resolved;
	const name = nameOf(named);
	if (!isIdentified(user)) return withoutId(name, target);
	const rule = protectionOf(user, rules);
	if (rule) return isProtected(user, name, rule);
	if (user.state === target) return { output: [stateReport(user, user.state, false, dryRun)] };
	const ifMissing = onMissingUser === 'report' ? reportOfMissing(named) : undefined;
	return { change: { user, name, dryRun, ifMissing } };
}

/** All or nothing: a run that would change more users than allowed changes none. */
function withinLimit(steps: Step[], limit: number, target: UserState): Step[] {
	const changes = new Set(steps.flatMap((step) => ('change' in step ? [step.change.user.id] : []))).size;
	if (!exceeds(changes, limit)) return steps;
	const { verb, Done } = WORDS[target];
	const failure = new UserError(
		`This run would ${verb} ${changes} users, more than Max Changes allows (${limit}). ${Done} nobody`,
		{
			description:
				'Look at who is on the list. If all of them are meant, raise Max Changes, or set it to 0 for no limit.',
		},
	);
	return steps.map((step) => ('change' in step ? { failure } : step));
}

function readOnly(target: UserState): Failed {
	const { Verbing } = WORDS[target];
	return {
		failure: new UserError(`${Verbing} is switched off: the credential is read only`, {
			description:
				'If this workflow is meant to change users, use a credential without Read Only. No request was sent.',
		}),
	};
}

function withoutId(name: string, target: UserState): Failed {
	const { verb } = WORDS[target];
	return {
		failure: new UserError(`Cannot ${verb} ${name}: 1Password gave no ID for this user`, {
			description: 'Find the user in 1Password and name them By ID.',
		}),
	};
}

function isProtected(user: User, name: string, { entry }: ProtectionRule): Failed {
	const why = user.email
		? ''
		: ' 1Password gave no email for this user, so nobody can tell that the entry does not apply.';
	return {
		failure: new UserError(`${name} is protected and was not suspended`, {
			description: `"${entry}" in the credential's Protected Users covers this user.${why} If the suspension is meant, do it in 1Password, or remove the entry.`,
		}),
	};
}
