import type { LoggedRequest, Sandbox } from '../../../sandbox/server.ts';

/**
 * What reaches the sandbox from now on; nothing is forgotten, because others look at the same log.
 *
 * @param pattern as in `Fault.match`
 */
export function requestsFromNow(sandbox: Sandbox, pattern: string): () => LoggedRequest[] {
	const before = sandbox.requests(pattern).length;
	return () => sandbox.requests(pattern).slice(before);
}
