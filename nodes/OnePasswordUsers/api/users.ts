import type { Connection } from './transport/connection';
import type { Listing } from './transport/Listing';
import { LARGEST_PAGE, userPath, USERS_PATH } from './endpoints';
import { badAnswer } from './errors/answerErrors';
import { expectUser, expectUserList } from './shapes';
import type { ApiRequest, IdentifiedUser, User, UserPage, UserState } from './types';

/** A listing that goes on longer has no end: these are ten million users. */
const MOST_PAGES = 10_000;

/** The two filters that the API accepts (anything else is an InvalidArgument). */
const FILTERS: Record<UserState, string> = { ACTIVE: 'user.isActive()', SUSPENDED: 'user.isSuspended()' };

const OTHER: Record<UserState, UserState> = { ACTIVE: 'SUSPENDED', SUSPENDED: 'ACTIVE' };

export interface ListOptions {
	/** users in this state only; without it, users in any state */
	state?: UserState;
	/** 1 to 1000, the same for every page of a listing, as the API asks; with a state, pages are always full ones */
	pageSize?: number;
	/** the caller may stop before the end: no other run waits for this listing */
	partial?: boolean;
	/** of everyone, to the end: the listing, if it was begun already */
	listing?: Listing;
}

const LISTING: ApiRequest = { attempt: 'list', path: USERS_PATH, user: '' };

/**
 * One page of users. It may be shorter than asked, even empty, although more follow.
 *
 * With a state, no user who is said to be in the other one: a server that ignores the filter sends everyone. Whoever has no
 * state, or one that is not documented, stays as the server filtered them. The API may filter after paging, so that small
 * pages come back empty again and again: with a state, every page is as large as possible.
 * @throws ApiError when the answer is no list of users
 * @see https://developer.1password.com/docs/users-api/
 */
export async function listPage(
	connection: Connection,
	{ state, pageSize = LARGEST_PAGE }: ListOptions,
	pageToken?: string,
): Promise<UserPage> {
	const query = {
		...(state && { filter: FILTERS[state] }),
		max_page_size: state ? LARGEST_PAGE : pageSize,
		...(pageToken && { page_token: pageToken }),
	};
	const request: ApiRequest = { ...LISTING, query };
	const { users, nextPageToken } = expectUserList(
		await connection.ask(request),
		connection.subjectOf(request),
	);
	return { users: state ? users.filter((user) => user.state !== OTHER[state]) : users, nextPageToken };
}

/**
 * The users of the account, page by page, in 1Password's order, each once even if the directory changes meanwhile. Other
 * runs of this process can join a listing of everyone to the end, and its users are known to them afterwards.
 * @throws ApiError when a page token comes twice, when there are more than 10,000 pages, when an answer is no list of users, or when
 * there is no user at all (every account has an active owner, so an empty listing is a wrong answer, not an empty account)
 */
export async function* listUsers(connection: Connection, options: ListOptions = {}): AsyncGenerator<User[]> {
	const listing =
		options.state || options.partial ? undefined : (options.listing ?? connection.beginListing());
	try {
		for await (const users of pagesOf(connection, options)) {
			listing?.add(users);
			if (users.length > 0) yield users;
		}
		listing?.complete();
	} finally {
		listing?.end();
	}
}

async function* pagesOf(connection: Connection, options: ListOptions): AsyncGenerator<User[]> {
	const seenTokens = new Set<string>();
	const seenIds = new Set<string>();
	let found = 0;
	let pageToken: string | undefined;
	do {
		const page = await listPage(connection, options, pageToken);
		const users = page.users.filter(({ id }) => id === undefined || isNew(id, seenIds));
		found += users.length;
		pageToken = page.nextPageToken;
		if (pageToken === undefined) {
			if (found === 0 && options.state !== 'SUSPENDED') throw noUsersAtAll(connection);
		} else if (!isNew(pageToken, seenTokens) || seenTokens.size >= MOST_PAGES) {
			throw endlessPages(connection);
		}
		yield users;
	} while (pageToken !== undefined);
}

/** Adds the text and returns whether it was new; comparing sizes saves a second lookup. */
function isNew(text: string, seen: Set<string>): boolean {
	const { size } = seen;
	return seen.add(text).size > size;
}

/** Pages that lead nowhere. */
export const endlessPages = (connection: Connection) =>
	badAnswer('its pages of users never end', connection.subjectOf(LISTING));

/** Every account has an active owner, so an empty listing is a wrong answer. */
export const noUsersAtAll = (connection: Connection) =>
	badAnswer('the account has no users at all', connection.subjectOf(LISTING));

/**
 * One user, read by ID.
 * @param name how the person named the user, for errors
 * @throws ApiError `unknownUser` only after 1Password has shown that it knows the account: a 404 can also mean a wrong
 * account, region or API version, and "not found" must never be a guess
 */
export async function getUser(connection: Connection, id: string, name = id): Promise<IdentifiedUser> {
	return await askForUser(connection, { attempt: 'get', path: userPath(id), user: name }, id);
}

/** The same, where the caller lists everyone if it fails. */
export async function lookAtUser(connection: Connection, id: string): Promise<IdentifiedUser> {
	const request: ApiRequest = { attempt: 'get', path: userPath(id), user: id, isHint: true };
	return await askForUser(connection, request, id);
}

/**
 * Suspends or reactivates a user. Both are idempotent: a user who already has the state comes back unchanged.
 * @param name how the person named the user, for errors
 * @returns the user as 1Password says after the change; its state is checked by the caller
 */
export async function changeUserState(
	connection: Connection,
	id: string,
	state: UserState,
	name: string,
): Promise<IdentifiedUser> {
	const attempt = state === 'SUSPENDED' ? 'suspend' : 'reactivate';
	return await askForUser(connection, { attempt, path: userPath(id, attempt), user: name }, id);
}

async function askForUser(connection: Connection, request: ApiRequest, id: string): Promise<IdentifiedUser> {
	return expectUser(await connection.ask(request), id, connection.subjectOf(request));
}
