import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';
import { openConnection } from '../api/transport/connection';
import type { User, UserState } from '../api/types';
import { LARGEST_PAGE } from '../api/endpoints';
import { endlessPages, listPage, noUsersAtAll } from '../api/users';
import { toNodeError } from '../common/nodeError';
import { fold } from '../utils/fold';
import { asError } from '../utils/asError';

/** Whom an operation can change; every other operation shows everybody. */
const STATES = new Map<unknown, UserState>([
	['reactivate', 'SUSPENDED'],
	['suspend', 'ACTIVE'],
]);

/** Few enough to be there at once; the list loads more as one scrolls. */
const USERS_PER_PAGE = 100;
/** A search goes on through the account until it has so many matches to show. */
const MATCHES_PER_PAGE = 20;
/** Pages that one search reads before it shows what it has; the list asks for more as one scrolls. */
const PAGES_PER_SEARCH = 20;

/**
 * The user picker: users of the account, page by page, or those whose name or email contains a text; for Suspend the
 * active ones, for Reactivate the suspended ones.
 * 1Password cannot search, so a search reads the account's pages until it has something to show.
 * @throws NodeError that the list shows in place of its entries
 */
export async function searchUsers(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	try {
		const connection = await openConnection(this);
		const search = fold(filter ?? '');
		const state = STATES.get(this.getCurrentNodeParameter('operation'));
		const pageSize = search ? LARGEST_PAGE : USERS_PER_PAGE;
		const results: INodeListSearchItems[] = [];
		let pageToken = paginationToken;
		let pages = 0;
		do {
			const page = await listPage(connection, { state, pageSize }, pageToken);
			results.push(...page.users.flatMap((user) => toEntry(user, search)));
			const isWholeAccount = pageToken === undefined && page.nextPageToken === undefined;
			if (isWholeAccount && page.users.length === 0 && state !== 'SUSPENDED') throw noUsersAtAll(connection);
			if (pageToken !== undefined && page.nextPageToken === pageToken) throw endlessPages(connection);
			pageToken = page.nextPageToken;
			pages++;
		} while (pageToken && pages < PAGES_PER_SEARCH && results.length < MATCHES_PER_PAGE);
		return { results: results.sort(byName), paginationToken: pageToken };
	} catch (error) {
		throw toNodeError(this.getNode(), asError(error));
	}
}

/**
 * e.g. `ana@example.com (Ana Lima)`; a user without an ID cannot be picked. The email comes first, because the list cuts
 * off what is too long. It doesn't tell the state: n8n stores this text, and the state changes.
 */
function toEntry({ id, email, display_name }: User, search: string): INodeListSearchItems[] {
	if (id === undefined) return [];
	const [first = id, second] = [email, display_name].filter(Boolean);
	const name = second ? `${first} (${second})` : first;
	return fold(name).includes(search) ? [{ name, value: id }] : [];
}

const byName = (one: INodeListSearchItems, other: INodeListSearchItems) => one.name.localeCompare(other.name);
