import type { INodeExecutionData } from 'n8n-workflow';
import {
	stopAtFailure,
	toItems,
	forEachItem,
	hasFailed,
	type Outcome,
	type Failed,
	type Run,
} from '../items';
import {
	lookupOptions,
	optionsOf,
	readOnMissingUser,
	reportOfMissing,
	showFor,
	userField,
	type OnMissingUser,
} from './fields';
import { identitiesOf, readNamedUser, type NamedUser } from './namedUser';
import { resolveUsers } from './resolveUsers';
import type { Resolved } from './theOneMatch';

interface Request {
	named: NamedUser;
	onMissingUser: OnMissingUser;
}

/** Get one user of the account, by ID, by email or from the list. */
export const fields = showFor('user', 'get', [userField, lookupOptions]);

export async function execute(run: Run): Promise<INodeExecutionData[]> {
	const requests = forEachItem(run, (item) => readRequest(run, item));
	stopAtFailure(run, requests);
	const named = requests.map((request) => (hasFailed(request) ? request : request.named));
	const resolved = await resolveUsers(run.connection, named, {
		stopOnFailure: run.stopOnFailure,
		actsOn: 'ACTIVE',
	});
	const outcomes = requests.map((request, item) => outcomeOf(request, resolved[item]!));
	return toItems(run, outcomes, identitiesOf(run.context));
}

function readRequest({ context }: Run, item: number): Request {
	const onMissingUser = readOnMissingUser(optionsOf(context, item));
	return { named: readNamedUser(context.getNodeParameter('userId', item)), onMissingUser };
}

function outcomeOf(request: Request | Failed, resolved: Resolved): Outcome {
	if (hasFailed(request)) return request;
	if (!hasFailed(resolved)) return { output: [{ ...resolved.user }] };
	return resolved.missing && request.onMissingUser === 'report'
		? { output: [reportOfMissing(request.named)] }
		: resolved;
}
