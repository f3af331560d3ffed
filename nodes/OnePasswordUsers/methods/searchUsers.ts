import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';
import { openConnection } from '../api/transport/connection';
import type { User } from '../api/types';
import { endlessPages, LARGEST_PAGE, listPage, noUsersAtAll } from '../api/users';
import { toNodeError } from '../common/nodeError';
import { fold } from '../utils/fold';
import { asError } from '../utils/asError';

/** Few enough to be there at once; the list loads more as one scrolls. */
const USERS_PER_PAGE = 100;
/** A search goes on through the account until it has so many matches to show. */
const MATCHES_PER_PAGE = 20;
/** Pages that one search reads before it shows what it has; the list asks for more as one scrolls. */
const PAGES_PER_SEARCH = 20;

/**
 * The user picker: users of the account, page by page, or those whose name or email contains a text.
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
		const pageSize = search ? LARGEST_PAGE : USERS_PER_PAGE;
		const results: INodeListSearchItems[] = [];
		let pageToken = paginationToken;
		let pages = 0;
		do {
			const page = await listPage(connection, { pageSize }, pageToken);
			results.push(...page.users.flatMap((user) => toEntry(user, search)));
			if (pageToken === undefined && page.nextPageToken === undefined && page.users.length === 0)
				throw noUsersAtAll(connection);
			if (pageToken !== undefined && page.nextPageToken === pageToken) throw endlessPages(connection);
			pageToken = page.nextPageToken;
			pages++;
		} while (pageToken && pages < PAGES_PER_SEARCH && results.length < MATCHES_PER_PAGE);
		return { results, paginationToken: pageToken };
	} catch (error) {
		throw toNodeError(this.getNode(), asError(error));
	}
}

/**
 * e.g. `Ana Lima (ana@example.com)`; a user without an ID cannot be picked. The state comes before the email, because
 * the list cuts off what is too long.
 */
function toEntry({ id, email, display_name, state }: User, search: string): INodeListSearchItems[] {
	if (id === undefined) return [];
	const [name = id, address] = [display_name, email].filter(Boolean);
	const behind = address ? ` (${address})` : '';
	if (!fold(name + behind).includes(search)) return [];
	return [{ name: `${name}${state === 'SUSPENDED' ? ', suspended' : ''}${behind}`, value: id }];
}
