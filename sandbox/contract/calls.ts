import type { ApiVersion, Operation } from '../types.ts';

/** A path of the API, taken apart; nothing is decoded, so `%2e%2e` or `%3Asuspend` stay the odd names they are. */
export type Call =
	| { operation: 'token' | 'revoke'; version: ApiVersion }
	| { operation: 'list'; version: ApiVersion; account: string }
	| { operation: 'get' | 'suspend' | 'reactivate'; version: ApiVersion; account: string; userId: string };

export type OAuthCall = Extract<Call, { operation: 'token' | 'revoke' }>;
export type UsersCall = Exclude<Call, OAuthCall>;

/** The one method each call answers to. */
export const METHOD_OF: Record<Operation, 'GET' | 'POST'> = {
	list: 'GET',
	get: 'GET',
	suspend: 'POST',
	reactivate: 'POST',
	token: 'POST',
	revoke: 'POST',
};

const OAUTH_PATHS = new Map<string, OAuthCall>([
	['/v1/oauth/token', { operation: 'token', version: 'v1' }],
	['/v1/oauth/revoke', { operation: 'revoke', version: 'v1' }],
	['/v1beta1/users/oauth2/token', { operation: 'token', version: 'v1beta1' }],
	['/v1beta1/users/oauth2/revoke', { operation: 'revoke', version: 'v1beta1' }],
]);

const USERS_PATH = /^\/(v1|v1beta1)\/accounts\/([^/]+)\/users(?:\/([^/:]+)(?::(suspend|reactivate))?)?$/;

/** Which call a path belongs to, whatever the method; undefined if the API has no such path. */
export function callOf(path: string): Call | undefined {
	const oauth = OAUTH_PATHS.get(path);
	if (oauth) return oauth;
	const [, version, account, userId, verb] = USERS_PATH.exec(path) ?? [];
	if (!version || !account) return undefined;
	const common = { version: version as ApiVersion, account };
	if (userId === undefined) return { operation: 'list', ...common };
	return { operation: (verb ?? 'get') as 'get' | 'suspend' | 'reactivate', ...common, userId };
}

/** Splits a request target without decoding or normalising anything. */
export function splitTarget(target: string): { path: string; search: string } {
	const mark = target.indexOf('?');
	return mark < 0
		? { path: target, search: '' }
		: { path: target.slice(0, mark), search: target.slice(mark + 1) };
}
