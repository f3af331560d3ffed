import { scopesFrom } from '../checks/settingChecks.ts';
import { record, text } from '../checks/valueChecks.ts';
import type { Application } from '../types.ts';
import { field, type Control } from './Control.ts';

/** The OAuth applications, their permissions and their tokens. */
export const applicationControls: readonly Control[] = [
	{
		method: 'GET',
		path: '/applications',
		does: 'the OAuth applications and what each may do',
		run: (sandbox) => sandbox.applications(),
	},
	{
		method: 'POST',
		path: '/applications',
		does: 'adds one: {"clientId": "…", "clientSecret": "…", "scopes": ["users.list"]}; fields left out are made up',
		run: (sandbox, { body }) => sandbox.addApplication(applicationFrom(body ?? {})),
	},
	{
		method: 'DELETE',
		path: '/applications/:clientId',
		does: 'removes one, and its tokens',
		run: (sandbox, { clientId }) => sandbox.removeApplication(clientId),
	},
	{
		method: 'PUT',
		path: '/scopes',
		does:
			'{"scopes": ["users.get", "users.list", "users.suspend", "users.reactivate"]}: what the first application may ' +
			'do; another one with "clientId"',
		run(sandbox, { body }) {
			const clientId = field(body, 'clientId');
			const scopes = scopesFrom(field(body, 'scopes'));
			sandbox.setScopes(scopes, clientId === undefined ? undefined : text('clientId', clientId));
		},
	},
	{
		method: 'POST',
		path: '/revoke-all-tokens',
		does: 'no token issued so far works any more',
		run: (sandbox) => sandbox.revokeAllTokens(),
	},
];

function applicationFrom(body: unknown): Partial<Application> {
	const { clientId, clientSecret, scopes, ...rest } = record('the body', body);
	const [unknown] = Object.keys(rest);
	if (unknown !== undefined) throw new Error(`Applications have no "${unknown}"`);
	return {
		...(clientId !== undefined && { clientId: text('clientId', clientId) }),
		...(clientSecret !== undefined && { clientSecret: text('clientSecret', clientSecret) }),
		...(scopes !== undefined && { scopes: scopesFrom(scopes) }),
	};
}
