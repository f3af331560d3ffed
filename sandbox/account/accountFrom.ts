import { scopesFrom, shapesFrom, versionsFrom } from '../checks/settingChecks.ts';
import {
	fraction,
	milliseconds,
	nonNegative,
	oneOf,
	trueOrFalse,
	wholeNumber,
} from '../checks/valueChecks.ts';
import { GATEWAY_STATUSES } from '../contract/answers.ts';
import { DEFAULT_SHAPES } from '../contract/shapes.ts';
import { ALL_SCOPES, ALL_VERSIONS } from '../contract/versionsAndScopes.ts';
import type { SandboxOptions } from '../types.ts';
import { AccessTokens } from './AccessTokens.ts';
import type { Account } from './Account.ts';
import { Applications } from './Applications.ts';
import { DEFAULT_ACCOUNT_ID, DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET } from './defaultCredentials.ts';
import { PageTokens } from './PageTokens.ts';
import { seedDirectory } from './seedDirectory.ts';

/**
 * Builds the account that the options describe.
 *
 * @throws a plain message about an option that makes no sense
 */
export function accountFrom(options: SandboxOptions): Account {
	const accountId = options.accountId ?? DEFAULT_ACCOUNT_ID;
	const { directory, addUser } = seedDirectory({
		accountId,
		users: wholeNumber('users', options.users ?? 25),
		seed: wholeNumber('seed', options.seed ?? 1),
		suspendedShare: fraction('suspendedShare', options.suspendedShare ?? 0.08),
		unspecifiedShare: fraction('unspecifiedShare', options.unspecifiedShare ?? 0),
		people: options.directory,
	});
	const application = {
		clientId: options.clientId ?? DEFAULT_CLIENT_ID,
		clientSecret: options.clientSecret ?? DEFAULT_CLIENT_SECRET,
		scopes: scopesFrom(options.scopes ?? ALL_SCOPES),
	};
	return {
		accountId,
		directory,
		addUser,
		applications: new Applications(application, options.applications),
		tokens: new AccessTokens(nonNegative('tokenLifetimeSeconds', options.tokenLifetimeSeconds ?? 900)),
		pageTokens: new PageTokens(),
		gatewayStatus: oneOf('gatewayStatus', GATEWAY_STATUSES, options.gatewayStatus ?? 404),
		versions: versionsFrom(options.versions ?? ALL_VERSIONS),
		strict: trueOrFalse('strict', options.strict ?? false),
		shapes: { ...DEFAULT_SHAPES, ...shapesFrom(options.shapes ?? {}) },
		provisioned: false,
		latencyMs: milliseconds('latencyMs', options.latencyMs ?? 0),
		paging: {},
	};
}
