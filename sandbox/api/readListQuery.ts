import type { Continuation, PageTokens } from '../account/PageTokens.ts';
import type { ApiVersion, UserState } from '../types.ts';

/** What a list call asks for. */
export interface ListQuery extends Continuation {
	state: UserState | undefined;
	size: number;
	/** What a page token of this listing is tied to. */
	sealedWith: string;
}

const PARAMETERS = ['filter', 'max_page_size', 'page_token'];
const FILTERS = new Map<string | undefined, UserState | undefined>([
	[undefined, undefined],
	['user.isActive()', 'ACTIVE'],
	['user.isSuspended()', 'SUSPENDED'],
]);
const DEFAULT_PAGE_SIZE = '25';
const MAX_PAGE_SIZE = 1000;
const BEGINNING: Continuation = { after: 0, emptyBefore: 0 };

/**
 * Reads the query of a list call as strictly as the documents allow: three snake_case parameters, each once, none
 * of them empty, and a page token only with the filter and page size it was made for.
 */
export function readListQuery(
	pageTokens: PageTokens,
	version: ApiVersion,
	query: URLSearchParams,
): ListQuery | { refusal: string } {
	for (const name of query.keys()) {
		if (!PARAMETERS.includes(name)) return { refusal: `unknown query parameter: ${name}` };
		if (query.getAll(name).length > 1) return { refusal: `query parameter ${name} is there twice` };
	}
	const filter = query.get('filter') ?? undefined;
	if (!FILTERS.has(filter)) return { refusal: 'filter must be user.isActive() or user.isSuspended()' };
	const size = query.get('max_page_size') ?? DEFAULT_PAGE_SIZE;
	if (!/^[1-9]\d{0,3}$/.test(size) || Number(size) > MAX_PAGE_SIZE) {
		return { refusal: `max_page_size must be an integer from 1 to ${MAX_PAGE_SIZE}` };
	}
	const sealedWith = `${version} ${size} ${filter ?? ''}`;
	const token = query.get('page_token');
	const continuation = token === null ? BEGINNING : pageTokens.open(token, sealedWith);
	if (!continuation) return { refusal: 'page_token is not valid for this filter and max_page_size' };
	return { ...continuation, state: FILTERS.get(filter), size: Number(size), sealedWith };
}
