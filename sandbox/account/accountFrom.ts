import { fraction, nonNegative, oneOf, wholeNumber } from '../checks/valueChecks.ts';
import { scopesFrom, versionsFrom } from '../checks/settingChecks.ts';
import { ALL_SCOPES, ALL_VERSIONS } from '../contract/versionsAndScopes.ts';
import type { SandboxOptions } from '../types.ts';
import { AccessTokens } from './AccessTokens.ts';
import type { Account } from './Account.ts';
import { DEFAULT_ACCOUNT_ID, DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET } from './defaultCredentials.ts';
import { PageTokens } from './PageTokens.ts';
import { seedDirectory, type SeededDirectory } from './seedDirectory.ts';

/**
 * Builds the account that the options describe.
 *
 * @throws a plain message about an option that makes no sense
 */
export function accountFrom(options: SandboxOptions): {
	account: Account;
	addUser: SeededDirectory['addUser'];
} {
	const accountId = options.accountId ?? DEFAULT_ACCOUNT_ID;
	const { directory, addUser } = seedDirectory({
		accountId,
		users: wholeNumber('users', options.users ?? 25),
		seed: wholeNumber('seed', options.seed ?? 1),
		suspendedShare: fraction('suspendedShare', options.suspendedShare ?? 0.08),
	});
	const account: Account = {
		accountId,
		clientId: options.clientId ?? DEFAULT_CLIENT_ID,
		clientSecret: options.clientSecret ?? DEFAULT_CLIENT_SECRET,
		directory,
		tokens: new AccessTokens(nonNegative('tokenLifetimeSeconds', options.tokenLifetimeSeconds ?? 900)),
		pageTokens: new PageTokens(),
		gatewayStatus: oneOf('gatewayStatus', [401, 403, 404, 410], options.gatewayStatus ?? 404),
		versions: versionsFrom(options.versions ?? ALL_VERSIONS),
		scopes: scopesFrom(options.scopes ?? ALL_SCOPES),
		provisioned: false,
		latencyMs: 0,
		paging: {},
	};
	return { account, addUser };
}
