import { scopesFrom, versionsFrom } from '../checks/settingChecks.ts';
import { nonNegative, record, trueOrFalse } from '../checks/valueChecks.ts';
import { field, type Control } from './Control.ts';

/** What can be switched while the sandbox runs. */
export const settingControls: readonly Control[] = [
	{
		method: 'PUT',
		path: '/latency',
		does: '{"ms": 200} before each answer',
		run: (sandbox, { body }) => sandbox.latency(nonNegative('ms', field(body, 'ms'))),
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
		run: (sandbox, { body }) => sandbox.setTokenLifetime(nonNegative('seconds', field(body, 'seconds'))),
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
			sandbox.provisioned = trueOrFalse('provisioned', field(body, 'provisioned'));
		},
	},
];
