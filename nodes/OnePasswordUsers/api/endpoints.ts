import type { ApiVersion, Attempt } from './types';

/** 1Password's regions and the host of each; tokens and users share it. */
export const REGIONS = {
	com: 'https://api.1password.com',
	ca: 'https://api.1password.ca',
	eu: 'https://api.1password.eu',
} as const;

export type Region = keyof typeof REGIONS;

/** In the order in which they are tried: v1beta1 is announced to be shut down. */
export const API_VERSIONS: readonly ApiVersion[] = ['v1', 'v1beta1'];

/** 1Password asks every client for a User-Agent of the form `<Product>/<version>`. A test holds it to package.json's version. */
export const USER_AGENT = 'n8n-nodes-1password-users/0.1.0';

const OAUTH_PATHS: Record<ApiVersion, string> = { v1: '/v1/oauth', v1beta1: '/v1beta1/users/oauth2' };

export const tokenUrl = (origin: string, version: ApiVersion) => `${origin}${OAUTH_PATHS[version]}/token`;

export const revokeUrl = (origin: string, version: ApiVersion) => `${origin}${OAUTH_PATHS[version]}/revoke`;

/** Reading is GET; suspend and reactivate are custom methods (AIP-136) and so POST. */
export const methodOf = (attempt: Attempt) => (attempt === 'list' || attempt === 'get' ? 'GET' : 'POST');

/** The root of every Users API path, e.g. `https://api.1password.com/v1/accounts/ABC`. */
export const accountUrl = (origin: string, version: ApiVersion, accountId: string) =>
	`${origin}/${version}/accounts/${encodeURIComponent(accountId)}`;

export const USERS_PATH = '/users';

/** The most users that the API puts on a page; its default is 25. n8n opens a connection for each request, so fewer pages are faster. */
export const LARGEST_PAGE = 1000;

/** IDs are checked before they get here; encoding them as well keeps any other text inside its path segment. */
export const userPath = (id: string, action?: 'suspend' | 'reactivate') =>
	`${USERS_PATH}/${encodeURIComponent(id)}${action ? `:${action}` : ''}`;
