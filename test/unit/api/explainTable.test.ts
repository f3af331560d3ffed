import type { FailureKind } from '../../../nodes/OnePasswordUsers/api/ApiError';
import { explain } from '../../../nodes/OnePasswordUsers/api/errors';
import type { Attempt } from '../../../nodes/OnePasswordUsers/api/types';
import { answer, subject } from './fixtures';

const rpc = (code: number | string, message: string) => ({ code, message, details: [] });
const ANA = 'ana@example.com';

/** What 1Password answers to which attempt, and what a person is told. */
const TABLE: Array<[number, unknown, Attempt, FailureKind, string]> = [
	[
		401,
		rpc(16, 'unauthenticated'),
		'list',
		'badCredentials',
		'1Password refused a token that it had just issued',
	],
	[401, '', 'suspend', 'badCredentials', '1Password refused a token that it had just issued'],
	[
		403,
		rpc(7, 'no_owner_remain'),
		'suspend',
		'lastOwner',
		`1Password won't suspend ${ANA}: this is the last owner of the account`,
	],
	[
		403,
		rpc('PERMISSION_DENIED', 'Cannot suspend the last remaining owner'),
		'suspend',
		'lastOwner',
		`1Password won't suspend ${ANA}: this is the last owner of the account`,
	],
	[
		403,
		rpc(7, 'externally_managed_administrator'),
		'suspend',
		'managedAdministrator',
		`1Password won't suspend ${ANA}: this administrator is managed from outside the account`,
	],
	[
		403,
		rpc(7, 'user belongs to a managed service provider'),
		'reactivate',
		'managedAdministrator',
		`1Password won't reactivate ${ANA}: this administrator is managed from outside the account`,
	],
	[
		403,
		rpc(7, 'automated provisioning is enabled'),
		'suspend',
		'automatedProvisioning',
		`1Password won't suspend ${ANA}: the account uses automated provisioning`,
	],
	[
		403,
		rpc(7, 'SCIM bridge in use'),
		'list',
		'automatedProvisioning',
		`1Password won't list users: the account uses automated provisioning`,
	],
	[
		403,
		rpc(7, 'missing scope'),
		'list',
		'missingPermission',
		'The OAuth application may not list users: it lacks the permission "List users"',
	],
	[
		403,
		rpc(7, 'insufficient_scope'),
		'get',
		'missingPermission',
		`The OAuth application may not show ${ANA}: it lacks the permission "Get user"`,
	],
	[
		403,
		rpc(7, 'the permission is required'),
		'suspend',
		'missingPermission',
		`The OAuth application may not suspend ${ANA}: it lacks the permission "Suspend users"`,
	],
	[
		403,
		rpc(7, 'application lacks a permission'),
		'reactivate',
		'missingPermission',
		`The OAuth application may not reactivate ${ANA}: it lacks the permission "Reactivate users"`,
	],
	[403, rpc(7, 'no'), 'suspend', 'refused', `1Password won't suspend ${ANA} and does not say why`],
	[403, '', 'list', 'refused', "1Password won't list users and does not say why"],
	[
		403,
		'<html>Forbidden by the proxy</html>',
		'get',
		'refused',
		`1Password won't show ${ANA} and does not say why`,
	],
	[
		403,
		rpc(7, 'no_owner_remain'),
		'reactivate',
		'refused',
		`1Password won't reactivate ${ANA} and does not say why`,
	],
	[404, rpc(5, 'user not found'), 'get', 'unknownUser', `No user ${ANA} in this account`],
	[404, '', 'suspend', 'unknownUser', `No user ${ANA} in this account`],
	[
		404,
		rpc(5, 'account not found'),
		'list',
		'unknownAccount',
		'1Password does not know this account at https://api.1password.com (v1)',
	],
	[
		404,
		'<html>',
		'list',
		'unknownAccount',
		'1Password does not know this account at https://api.1password.com (v1)',
	],
	[410, '', 'list', 'versionGone', 'Version v1 of the Users API is gone at https://api.1password.com'],
	[410, '', 'suspend', 'versionGone', 'Version v1 of the Users API is gone at https://api.1password.com'],
	[429, rpc(8, 'slow down'), 'suspend', 'rateLimited', '1Password is receiving too many requests'],
	[500, rpc(13, 'internal'), 'suspend', 'unavailable', `1Password is unavailable and did not suspend ${ANA}`],
	[502, '<html>Bad gateway</html>', 'list', 'unavailable', '1Password is unavailable and did not list users'],
	[503, null, 'get', 'unavailable', `1Password is unavailable and did not show ${ANA}`],
	[504, '', 'reactivate', 'unavailable', `1Password is unavailable and did not reactivate ${ANA}`],
	[
		302,
		'',
		'list',
		'badAnswer',
		'https://api.1password.com redirected the request elsewhere, and the redirect was not followed',
	],
	[
		307,
		'',
		'suspend',
		'badAnswer',
		'https://api.1password.com redirected the request elsewhere, and the redirect was not followed',
	],
	[
		400,
		rpc(3, 'bad filter'),
		'list',
		'invalidRequest',
		'1Password did not understand the request to list users',
	],
	[422, '', 'suspend', 'invalidRequest', `1Password did not understand the request to suspend ${ANA}`],
];

describe('what 1Password answered', () => {
	it.each(TABLE)('%d %j to %s is %s', (status, body, attempt, kind, message) => {
		const failure = explain(answer(status, body), subject({ attempt, user: ANA }));

		expect(failure.kind).toBe(kind);
		expect(failure.message).toBe(message);
	});

	it.each([...new Set(TABLE.map(([status]) => status))])('%d can pass only if a retry may help', (status) => {
		expect(explain(answer(status), subject()).passing).toBe([429, 500, 502, 503, 504].includes(status));
	});
});
