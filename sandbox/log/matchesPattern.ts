import { METHOD_OF } from '../contract/calls.ts';
import type { LoggedRequest } from '../types.ts';

/** No longer than any method there is: a user's ID, of 26 characters, may be all capitals, too. */
const METHOD = /^[A-Z]{3,20}$/;

/**
 * Does a request fit a pattern such as `GET /users`, `POST :suspend`, `list` or `DELETE`?
 *
 * Every word must fit: in capitals it is the method, the name of a call is that call, anything else has to be a part
 * of the path.
 */
export function matchesPattern(
	pattern: string | undefined,
	request: Pick<LoggedRequest, 'method' | 'path' | 'operation'>,
): boolean {
	if (!pattern) return true;
	return pattern.split(/\s+/).every((word) => {
		if (METHOD.test(word)) return word === request.method;
		if (Object.hasOwn(METHOD_OF, word)) return word === request.operation;
		return request.path.includes(word);
	});
}
