import type { FailureKind } from '../../../../nodes/OnePasswordUsers/api/errors/ApiError';
import { explain } from '../../../../nodes/OnePasswordUsers/api/errors/answerErrors';
import type { Attempt } from '../../../../nodes/OnePasswordUsers/api/types';
import { answer, subject } from '../fixtures';

const rpc = (code: number | string, message: string) => ({ code, message, details: [] });

/** What 1Password answers to which attempt, and what that is taken for. The words for it: advice.test.ts. */
const TABLE: Array<[number, unknown, Attempt, FailureKind]> = [
	[401, rpc(16, 'unauthenticated'), 'list', 'badCredentials'],
	[401, '', 'suspend', 'badCredentials'],
	[403, rpc(7, 'no_owner_remain'), 'suspend', 'lastOwner'],
	[403, rpc('PERMISSION_DENIED', 'Cannot suspend the last remaining owner'), 'suspend', 'lastOwner'],
	[403, rpc(7, 'externally_managed_administrator'), 'suspend', 'managedAdministrator'],
	[403, rpc(7, 'user belongs to a managed service provider'), 'reactivate', 'managedAdministrator'],
	[403, rpc(7, 'automated provisioning is enabled'), 'suspend', 'automatedProvisioning'],
	[403, rpc(7, 'SCIM bridge in use'), 'list', 'automatedProvisioning'],
	[403, rpc(7, 'missing scope'), 'list', 'missingPermission'],
	[403, rpc(7, 'insufficient_scope'), 'get', 'missingPermission'],
	[403, rpc(7, 'the permission is required'), 'suspend', 'missingPermission'],
	[403, rpc(7, 'application lacks a permission'), 'reactivate', 'missingPermission'],
	[403, rpc(7, 'no'), 'suspend', 'refused'],
	[403, '', 'list', 'refused'],
	[403, '<html>Forbidden by the proxy</html>', 'get', 'refused'],
	[403, rpc(7, 'no_owner_remain'), 'reactivate', 'refused'],
	[404, rpc(5, 'user not found'), 'get', 'unknownUser'],
	[404, '', 'suspend', 'unknownUser'],
	[404, rpc(5, 'account not found'), 'list', 'unknownAccount'],
	[404, '<html>', 'list', 'unknownAccount'],
	[410, '', 'list', 'versionGone'],
	[410, '', 'suspend', 'invalidRequest'],
	[405, '', 'get', 'invalidRequest'],
	[429, rpc(8, 'slow down'), 'suspend', 'rateLimited'],
	[500, rpc(13, 'internal'), 'suspend', 'unavailable'],
	[502, '<html>Bad gateway</html>', 'list', 'unavailable'],
	[503, null, 'get', 'unavailable'],
	[504, '', 'reactivate', 'unavailable'],
	[302, '', 'list', 'badAnswer'],
	[307, '', 'suspend', 'badAnswer'],
	[400, rpc(3, 'bad filter'), 'list', 'invalidRequest'],
	[422, '', 'suspend', 'invalidRequest'],
];

describe('what 1Password answered', () => {
	it.each(TABLE)('%d %j to %s is %s', (status, body, attempt, kind) => {
		expect(explain(answer(status, body), subject({ attempt })).kind).toBe(kind);
	});

	it.each([...new Set(TABLE.map(([status]) => status))])('%d can pass only if a retry may help', (status) => {
		expect(explain(answer(status), subject()).transient).toBe(
			status === 408 || status === 425 || status === 429 || status >= 500,
		);
	});
});
