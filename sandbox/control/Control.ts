import { record } from '../checks/valueChecks.ts';
import type { Sandbox } from '../types.ts';

/** What a control gets to see of its request. */
export interface ControlRequest {
	/** The ID or email in the path. */
	user: string;
	/** The client ID in the path. */
	clientId: string;
	query: Record<string, string>;
	body: unknown;
}

/** One thing that can be looked at or changed over HTTP. */
export interface Control {
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	path: string;
	/** For people; shown by `GET /_sandbox` and `--help`. */
	does: string;
	/** @returns what is sent, text as it is and all else as JSON, or undefined for 204 */
	run: (sandbox: Sandbox, request: ControlRequest) => unknown;
}

/** One field of a request's body; undefined if it is missing. */
export function field(body: unknown, name: string): unknown {
	return record('the body', body)[name];
}
