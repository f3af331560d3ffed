import type { IDataObject, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { Connection } from '../../api/transport/connection';
import type { User, UserState } from '../../api/types';
import { LARGEST_PAGE, listUsers } from '../../api/users';
import { Options, readCount, readFlag } from '../../common/parameters';
import { filtersAnything, fold, passes, readTime, type UserFilters } from '../../common/userFilters';
import { asError } from '../../utils/asError';
import {
	stopAtFailure,
	toItems,
	forEachItem,
	hasFailed,
	type Outcome,
	type Failed,
	type Run,
} from '../items';
import { showFor } from './fields';

interface Request {
	/** undefined for all */
	limit?: number;
	state?: UserState;
	filters: UserFilters;
}

const STATES = { active: 'ACTIVE', suspended: 'SUSPENDED' } as const;

const filterFields: INodeProperties[] = [
	{
		displayName: 'Created After',
		name: 'createdAfter',
		type: 'dateTime',
		default: '',
		description: 'Only users who were created at this time or later',
	},
	{
		displayName: 'Created Before',
		name: 'createdBefore',
		type: 'dateTime',
		default: '',
		description: 'Only users who were created before this time',
	},
	{
		displayName: 'Email Domain',
		name: 'emailDomain',
		type: 'string',
		default: '',
		placeholder: 'e.g. example.com',
		description: 'Only users whose email ends in this domain; subdomains are other domains',
	},
	{
		displayName: 'Search',
		name: 'search',
		type: 'string',
		default: '',
		placeholder: 'e.g. ana',
		description: 'Only users whose name or email contains this text',
	},
	{
		displayName: 'State',
		name: 'state',
		type: 'options',
		default: 'active',
		description: 'Only users in this state',
		options: [
			{ name: 'Active', value: 'active' },
			{ name: 'Suspended', value: 'suspended' },
		],
	},
];

/** Get many users of the account, filtered, all or up to a limit. */
export const fields = showFor('user', 'getAll', [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: filterFields,
	},
]);

/** A listing for each input item, as n8n nodes do; items that ask for the same share one. */
export async function execute(run: Run): Promise<INodeExecutionData[]> {
	const requests = forEachItem(run, (item) => readRequest(run, item));
	stopAtFailure(run, requests);
	const listings = new Map<string, Promise<Outcome>>();
	const outcomes: Outcome[] = [];
	for (const request of requests) {
		const outcome = hasFailed(request)
			? request
			: await shared(listings, request, () => list(run.connection, request));
		outcomes.push(outcome);
		if (run.stopOnFailure && hasFailed(outcome)) break;
	}
	return toItems(run, outcomes, () => ({}));
}

async function shared(
	listings: Map<string, Promise<Outcome>>,
	request: Request,
	list: () => Promise<Outcome>,
): Promise<Outcome> {
	const key = JSON.stringify(request);
	const earlier = listings.get(key);
	if (!earlier) {
		listings.set(key, list());
		return await listings.get(key)!;
	}
	const outcome = await earlier;
	// Each item gets objects of its own: a later node may change them.
	return hasFailed(outcome) ? outcome : { output: outcome.output.map((user) => ({ ...user })) };
}

async function list(connection: Connection, request: Request): Promise<Outcome> {
	try {
		return { output: await collect(connection, request) };
	} catch (error) {
		return { failure: asError(error) } satisfies Failed;
	}
}

async function collect(
	connection: Connection,
	{ limit = Infinity, state, filters }: Request,
): Promise<IDataObject[]> {
	const found: User[] = [];
	const pageSize = filtersAnything(filters) ? LARGEST_PAGE : pageSizeFor(limit);
	for await (const page of listUsers(connection, { state, pageSize })) {
		for (const user of page) {
			if (passes(user, filters)) found.push(user);
			if (found.length >= limit) return found;
		}
	}
	return found;
}

/** The API wants one size for all pages of a listing: as many pages as needed, equally large, none larger than needed. */
function pageSizeFor(limit: number): number {
	return limit === Infinity ? LARGEST_PAGE : Math.ceil(limit / Math.ceil(limit / LARGEST_PAGE));
}

function readRequest({ context }: Run, item: number): Request {
	const returnAll = readFlag('Return All', context.getNodeParameter('returnAll', item, false));
	const filters = new Options(context, 'filters', item);
	const state = filters.choice('state', 'State', ['active', 'suspended']);
	const emailDomain = filters.text('emailDomain', 'Email Domain');
	const search = filters.text('search', 'Search');
	const timezone = context.getTimezone();
	return {
		limit: returnAll ? undefined : readCount('Limit', context.getNodeParameter('limit', item, 50), 1),
		state: state && STATES[state],
		filters: {
			emailDomain: emailDomain && fold(emailDomain.replace(/^@/, '')),
			search: search && fold(search),
			createdAfter: readTime('Created After', filters.given('createdAfter', 'Created After'), timezone),
			createdBefore: readTime('Created Before', filters.given('createdBefore', 'Created Before'), timezone),
		},
	};
}
