import type { Directory } from './directory.ts';
import type { PageTokens } from './pageTokens.ts';
import type { Tokens } from './tokens.ts';
import type { ApiVersion, Paging, SandboxOptions, Scope } from '../types.ts';

/** Made up, and valid nowhere but in a sandbox. */
export const DEFAULT_ACCOUNT_ID = 'SANDBOXACCOUNT234567ABCDEF';
export const DEFAULT_CLIENT_ID = '5a0d1e2c-93b4-4f6e-8c17-2b7d9e4f6a31';
/** Holds what a client breaks if it encodes the secret before base64, or splits the pair at the last colon. */
export const DEFAULT_CLIENT_SECRET = 'sandbox-only:Tq9+XvR2/mK8wLz6%41Yb1NcPj7Hs3Fd5Ge==';

export const ALL_VERSIONS: readonly ApiVersion[] = ['v1', 'v1beta1'];
export const ALL_SCOPES: readonly Scope[] = ['users.get', 'users.list', 'users.suspend', 'users.reactivate'];

/** What the API answers from: one 1Password account with one OAuth application. */
export interface Account {
	readonly accountId: string;
	readonly clientId: string;
	readonly clientSecret: string;
	readonly directory: Directory;
	readonly tokens: Tokens;
	readonly pageTokens: PageTokens;
	readonly gatewayStatus: NonNullable<SandboxOptions['gatewayStatus']>;
	versions: readonly ApiVersion[];
	scopes: readonly Scope[];
	provisioned: boolean;
	latencyMs: number;
	paging: Paging;
}

/** One request as the API looks at it. */
export interface ApiRequest {
	readonly method: string;
	readonly query: URLSearchParams;
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	readonly body: string;
}

/** A header's text; the empty string if it was not sent. */
export function headerOf(request: ApiRequest, name: string): string {
	const value = request.headers[name];
	return typeof value === 'string' ? value : (value?.join(', ') ?? '');
}
