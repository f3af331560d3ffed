import type { Continuation, PageTokens } from '../account/PageTokens.ts';
import type { ApiVersion, UserState } from '../types.ts';
import type { ClientCheck } from './ClientCheck.ts';
import { readQuery } from './readQuery.ts';

/** An empty filter is documented: the same as none. */
const FILTERS = new Map<string, UserState | undefined>([
	['', undefined],
	['user.isActive()', 'ACTIVE'],
	['user.isSuspended()', 'SUSPENDED'],
]);
const DEFAULT_PAGE_SIZE = 25;
const MAX_PAGE_SIZE = 1000;

/** What a list call asks for; undefined where it leaves the choice to the page token or the default. */
interface ListQuery {
	state: UserState | undefined;
	size: number | undefined;
	pageToken: string | undefined;
}

/**
 * Reads a list call: what it lists, and where that begins.
 *
 * @throws Refusal
 */
export function readListQuery(
	pageTokens: PageTokens,
	version: ApiVersion,
	query: URLSearchParams,
	check: ClientCheck,
): Continuation {
	const { state, size, pageToken } = readParameters(query, check);
	if (!pageToken) return { version, state, size: size ?? DEFAULT_PAGE_SIZE, after: 0, emptyBefore: 0 };
	const remembered = pageTokens.open(pageToken);
	if (remembered?.version !== version) throw check.refusal('page-token');
	if (state && state !== remembered.state) throw check.refusal('same-filter');
	const sizeLeftOut = size === undefined && remembered.size !== DEFAULT_PAGE_SIZE;
	if (sizeLeftOut || (!state && remembered.state)) check.tolerate('repeat-query');
	if (size !== undefined && size !== remembered.size) check.tolerate('same-page-size');
	return { ...remembered, size: size ?? remembered.size };
}

function readParameters(query: URLSearchParams, check: ClientCheck): ListQuery {
	const { filter = '', max_page_size: size, page_token: pageToken } = readQuery(query, check);
	if (!FILTERS.has(filter)) throw check.refusal('filter');
	if (size !== undefined && !isPageSize(size)) throw check.refusal('page-size');
	if (pageToken === '') check.tolerate('empty-page-token');
	return { state: FILTERS.get(filter), size: size === undefined ? undefined : Number(size), pageToken };
}

function isPageSize(text: string): boolean {
	return /^[1-9]\d{0,3}$/.test(text) && Number(text) <= MAX_PAGE_SIZE;
}
