import { faultFromJson, faultToJson } from '../faults/faultCheck.ts';
import { csvOf, rosterOf } from '../people/roster.ts';
import { amount, record, scopesFrom, text, versionsFrom, wholeNumber, yesOrNo } from '../checks.ts';
import type { Sandbox } from '../types.ts';

/** What a control gets to see of its request. */
export interface ControlRequest {
	/** The ID or email in the path. */
	user: string;
	query: Record<string, string>;
	body: unknown;
}

/** One thing that can be looked at or changed from outside. */
export interface Control {
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	path: string;
	/** For people; shown by `GET /_sandbox` and `--help`. */
	does: string;
	/** @returns what is sent, text as it is and all else as JSON, or undefined for 204 */
	run: (sandbox: Sandbox, request: ControlRequest) => unknown;
}

const field = (body: unknown, name: string) => record('the body', body)[name];

/** JSON has no undefined, so null removes a field. */
function withoutNulls(body: unknown): Record<string, unknown> {
	const entries = Object.entries(record('the body', body));
	return Object.fromEntries(entries.map(([name, value]) => [name, value ?? undefined]));
}

const LOOKING: Control[] = [
	{ method: 'GET', path: '/state', does: 'address, credentials, settings and counters', run: stateOf },
	{
		method: 'GET',
		path: '/requests',
		does: 'what reached the API; ?pattern=POST%20:suspend picks by method, call (list, get …) or part of the path',
		run: (sandbox, { query }) => sandbox.requests(query['pattern']),
	},
	{
		method: 'DELETE',
		path: '/requests',
		does: 'forgets them and starts the counters again',
		run: (sandbox) => sandbox.clearRequests(),
	},
];

const USERS: Control[] = [
	{
		method: 'GET',
		path: '/users',
		does: 'the directory; ?offset=0&limit=100',
		run({ users }, { query }) {
			const offset = wholeNumber('offset', Number(query['offset'] ?? 0));
			return users.slice(offset, offset + wholeNumber('limit', Number(query['limit'] ?? 100)));
		},
	},
	{
		method: 'GET',
		path: '/roster.csv',
		does: 'a list of employees that differs a little from the directory, for an access audit',
		run: ({ users }) => csvOf(rosterOf(users)),
	},
	{
		method: 'POST',
		path: '/users',
		does: 'adds a user; fields left out are made up',
		run: (sandbox, { body }) => sandbox.addUser(withoutNulls(body ?? {})),
	},
	{
		method: 'GET',
		path: '/users/:user',
		does: 'one user, by ID or email',
		run: (sandbox, { user }) => sandbox.user(user),
	},
	{
		method: 'PATCH',
		path: '/users/:user',
		does: 'changes fields, null removes one; kind is member, owner or managedAdministrator',
		run: (sandbox, { user, body }) => sandbox.changeUser(user, withoutNulls(body)),
	},
	{
		method: 'DELETE',
		path: '/users/:user',
		does: 'removes the user',
		run: (sandbox, { user }) => sandbox.removeUser(user),
	},
	{
		method: 'PUT',
		path: '/last-owner',
		does: '{"user": "<ID or email>"} becomes the only owner',
		run: (sandbox, { body }) => sandbox.setLastOwner(text('user', field(body, 'user'))),
	},
	{
		method: 'PUT',
		path: '/managed-administrator',
		does: '{"user": "<ID or email>"} becomes an externally managed administrator',
		run: (sandbox, { body }) => sandbox.setManagedAdministrator(text('user', field(body, 'user'))),
	},
];

const FAULTS: Control[] = [
	{
		method: 'GET',
		path: '/faults',
		does: 'faults still to come',
		run: (sandbox) => sandbox.faults().map(faultToJson),
	},
	{
		method: 'POST',
		path: '/faults',
		does:
			'adds one or a list: {"match": "GET /users", "times": 2 or "always", "skip": 1, "status": 429, "headers": {}, ' +
			'"body": "…", "contentType": "…", "delayMs": 50, "actFirst": true, ' +
			'"kind": "reset-before", "reset-after", "hang", "truncate" or "invalid-json"}',
		run(sandbox, { body }) {
			const faults = Array.isArray(body) ? body.map(faultFromJson) : [faultFromJson(body)];
			for (const fault of faults) sandbox.fault(fault);
		},
	},
	{ method: 'DELETE', path: '/faults', does: 'removes them all', run: (sandbox) => sandbox.clearFaults() },
];

const SETTINGS: Control[] = [
	{
		method: 'PUT',
		path: '/latency',
		does: '{"ms": 200} before each answer',
		run: (sandbox, { body }) => sandbox.latency(amount('ms', field(body, 'ms'))),
	},
	{
		method: 'PUT',
		path: '/paging',
		does: '{"longest": 10, "emptyPages": 1}: shorter pages than asked, empty pages between; {} as asked',
		run: (sandbox, { body }) => sandbox.paging(record('the body', body)),
	},
	{
		method: 'PUT',
		path: '/token-lifetime',
		does: '{"seconds": 60} for tokens from now on',
		run: (sandbox, { body }) => sandbox.setTokenLifetime(amount('seconds', field(body, 'seconds'))),
	},
	{
		method: 'POST',
		path: '/revoke-all-tokens',
		does: 'no token issued so far works any more',
		run: (sandbox) => sandbox.revokeAllTokens(),
	},
	{
		method: 'PUT',
		path: '/versions',
		does: '{"versions": ["v1"]}: which versions of the API exist',
		run: (sandbox, { body }) => sandbox.setVersions(versionsFrom(field(body, 'versions'))),
	},
	{
		method: 'PUT',
		path: '/scopes',
		does: '{"scopes": ["users.get", "users.list", "users.suspend", "users.reactivate"]}: what the application may do',
		run: (sandbox, { body }) => sandbox.setScopes(scopesFrom(field(body, 'scopes'))),
	},
	{
		method: 'PUT',
		path: '/provisioned',
		does: '{"provisioned": true}: refuses all calls, as for accounts with automated provisioning',
		run(sandbox, { body }) {
			sandbox.provisioned = yesOrNo('provisioned', field(body, 'provisioned'));
		},
	},
];

/** Everything that can be controlled over HTTP. */
export const CONTROLS: readonly Control[] = [...LOOKING, ...USERS, ...FAULTS, ...SETTINGS];

function stateOf(sandbox: Sandbox): Record<string, unknown> {
	const { url, accountId, clientId, clientSecret, provisioned, users } = sandbox;
	return {
		url,
		accountId,
		clientId,
		clientSecret,
		...sandbox.settings(),
		provisioned,
		users: users.length,
		suspended: users.filter(({ state }) => state === 'SUSPENDED').length,
		tokens: sandbox.tokens(),
		requests: sandbox.requests().length,
		maxConcurrent: sandbox.maxConcurrent(),
		connections: sandbox.connections(),
		faults: sandbox.faults().length,
	};
}
