import type { ApiVersion, GatewayStatus, Paging, SandboxUser, Shapes } from '../types.ts';
import type { AccessTokens } from './AccessTokens.ts';
import type { Applications } from './Applications.ts';
import type { Directory } from './Directory.ts';
import type { PageTokens } from './PageTokens.ts';

/** What the API answers from: one 1Password account with its OAuth applications, and how the API behaves. */
export interface Account {
	accountId: string;
	directory: Directory;
	/** Adds a user; fields that are left out are made up. */
	addUser: (partial: Partial<SandboxUser>) => SandboxUser;
	applications: Applications;
	tokens: AccessTokens;
	pageTokens: PageTokens;
	gatewayStatus: GatewayStatus;
	versions: readonly ApiVersion[];
	strict: boolean;
	shapes: Shapes;
	provisioned: boolean;
	latencyMs: number;
	paging: Paging;
}
