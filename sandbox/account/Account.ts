import type { AccessTokens } from './AccessTokens.ts';
import type { Directory } from './Directory.ts';
import type { PageTokens } from './PageTokens.ts';
import type { ApiVersion, Paging, SandboxOptions, Scope } from '../types.ts';

/** What the API answers from: one 1Password account with one OAuth application. */
export interface Account {
	readonly accountId: string;
	readonly clientId: string;
	readonly clientSecret: string;
	readonly directory: Directory;
	readonly tokens: AccessTokens;
	readonly pageTokens: PageTokens;
	readonly gatewayStatus: NonNullable<SandboxOptions['gatewayStatus']>;
	versions: readonly ApiVersion[];
	scopes: readonly Scope[];
	provisioned: boolean;
	latencyMs: number;
	paging: Paging;
}
