import { ok, type Answer } from '../contract/answers.ts';
import type { UsersCall } from '../contract/calls.ts';
import type { ApiCall } from './ApiCall.ts';
import { readListQuery } from './readListQuery.ts';
import { userBody } from './userBody.ts';

/**
 * One page of the list call.
 *
 * @throws Refusal
 */
export function listUsers({
	account,
	call,
	request,
	check,
}: ApiCall<Extract<UsersCall, { operation: 'list' }>>): Answer {
	const { pageTokens, directory, shapes } = account;
	const { longest = Infinity, emptyPages = 0 } = account.paging;
	const continuation = readListQuery(pageTokens, call.version, request.query, check);
	const { state, size, after, emptyBefore } = continuation;
	if (emptyBefore < emptyPages) {
		const sameAgain = pageTokens.seal({ ...continuation, emptyBefore: emptyBefore + 1 });
		return ok({ results: [], next_page_token: sameAgain });
	}
	const filterLater = shapes.filtering === 'after-paging';
	const page = directory.page(filterLater ? undefined : state, after, Math.min(size, longest));
	const users = filterLater && state ? page.users.filter((user) => user.state === state) : page.users;
	const results = users.map(userBody);
	if (page.next === undefined) return ok({ results });
	const next_page_token = pageTokens.seal({ ...continuation, after: page.next, emptyBefore: 0 });
	return ok({ results, next_page_token });
}
