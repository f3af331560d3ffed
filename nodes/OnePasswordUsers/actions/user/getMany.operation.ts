import type { IDataObject, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { Connection } from '../../api/transport/connection';
import type { User, UserState } from '../../api/types';
import { LARGEST_PAGE } from '../../api/endpoints';
import { listUsers } from '../../api/users';
import { emailDomainField } from '../../common/emailDomainField';
import { Options, readCount, readFlag } from '../../common/parameters';
import {
	filtersAnything,
	passes,
	readEmailDomain,
	readTime,
	type UserFilters,
} from '../../common/userFilters';
import { fold } from '../../utils/fold';
import { forEachItem, hasFailed, settle, stopAtFailure, toItems, type Outcome, type Run } from '../items';
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
	emailDomainField,
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
	const listings = new Map<string, Outcome>();
	const outcomes: Outcome[] = [];
	for (const request of requests) {
		const outcome = hasFailed(request) ? request : await listOnce(run.connection, request, listings);
		outcomes.push(outcome);
		if (run.stopOnFailure && hasFailed(outcome)) break;
	}
	return toItems(run, outcomes, () => ({}));
}

async function listOnce(
	connection: Connection,
	request: Request,
	listings: Map<string, Outcome>,
): Promise<Outcome> {
	const key = JSON.stringify(request);
	const earlier = listings.get(key);
	// Each item gets objects of its own: a later node may change them.
	if (earlier) return hasFailed(earlier) ? earlier : { output: earlier.output.map((user) => ({ ...user })) };
	const outcome = await settle(async () => await list(connection, request));
	listings.set(key, outcome);
	return outcome;
}

async function list(
	connection: Connection,
	{ limit = Infinity, state, filters }: Request,
): Promise<{ output: IDataObject[] }> {
	const found: User[] = [];
	// With a filter, however few users are wanted, any number may have to be looked at.
	const pageSize = state || filtersAnything(filters) ? LARGEST_PAGE : pageSizeFor(limit);
	for await (const page of listUsers(connection, { state, pageSize, partial: limit !== Infinity })) {
		for (const user of page) {
			if (passes(user, filters)) found.push(user);
			if (found.length >= limit) return { output: found };
		}
	}
	return { output: found };
}

/** The API wants one size for all pages of a listing: as many pages as needed, equally large, none larger than needed. */
function pageSizeFor(limit: number): number {
	return limit === Infinity ? LARGEST_PAGE : Math.ceil(limit / Math.ceil(limit / LARGEST_PAGE));
}

function readRequest({ context }: Run, item: number): Request {
	const returnAll = readFlag('Return All', context.getNodeParameter('returnAll', item, false));
	const filters = new Options('Filters', context.getNodeParameter('filters', item, {}));
	const state = filters.choice('state', 'State', ['active', 'suspended']);
	const search = filters.text('search', 'Search');
	const timeOf = (name: string, label: string) => {
		const time = filters.given(name, label);
		return time === undefined ? undefined : readTime(label, time, context.getTimezone());
	};
	const domain = filters.given('emailDomain', 'Email Domain');
	return {
		limit: returnAll ? undefined : readCount('Limit', context.getNodeParameter('limit', item, 50), 1),
		state: state && STATES[state],
		filters: {
			emailDomain: domain === undefined ? undefined : readEmailDomain('Email Domain', domain),
			search: search && fold(search),
			createdAfter: timeOf('createdAfter', 'Created After'),
			createdBefore: timeOf('createdBefore', 'Created Before'),
		},
	};
}
