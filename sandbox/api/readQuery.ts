import type { ClientCheck } from './ClientCheck.ts';

/** The list call's query parameters. */
export type ListParameter = 'filter' | 'max_page_size' | 'page_token';

/** Each parameter's names: the documented one, and the camelCase that gRPC gateways accept as well. */
const PARAMETER_NAMED = new Map<string, ListParameter>([
	['filter', 'filter'],
	['max_page_size', 'max_page_size'],
	['page_token', 'page_token'],
	['maxPageSize', 'max_page_size'],
	['pageToken', 'page_token'],
]);

/**
 * Reads the list call's parameters, in either spelling. Unknown ones are ignored.
 *
 * @throws Refusal
 */
export function readQuery(
	query: URLSearchParams,
	check: ClientCheck,
): Partial<Record<ListParameter, string>> {
	const values = new Map<ListParameter, string>();
	for (const [name, value] of query) {
		const parameter = PARAMETER_NAMED.get(name);
		if (!parameter) {
			check.tolerate('query');
			continue;
		}
		if (name !== parameter) check.tolerate('snake-case');
		if (values.has(parameter)) throw check.refusal('parameter-once');
		values.set(parameter, value);
	}
	return Object.fromEntries(values);
}
