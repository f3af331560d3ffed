import { record, text, wholeNumber } from '../checks/valueChecks.ts';
import { csvOf, rosterOf } from '../people/roster.ts';
import { field, type Control } from './Control.ts';

/** JSON has no undefined, so null removes a field. */
function withoutNulls(body: unknown): Record<string, unknown> {
	const entries = Object.entries(record('the body', body));
	return Object.fromEntries(entries.map(([name, value]) => [name, value ?? undefined]));
}

/** The people in the directory. */
export const userControls: readonly Control[] = [
	{
		method: 'GET',
		path: '/users',
		does: 'the directory; ?offset=0&limit=100',
		run({ users }, { query }) {
			const offset = wholeNumber('offset', Number(query['offset'] ?? 0));
			return users.slice(offset, offset + wholeNumber('limit', Number(query['limit'] ?? 100)));
		},
	},
	{
		method: 'GET',
		path: '/roster.csv',
		does: 'a list of employees that differs a little from the directory, for an access audit',
		run: ({ users }) => csvOf(rosterOf(users)),
	},
	{
		method: 'POST',
		path: '/users',
		does: 'adds a user; fields left out are made up',
		run: (sandbox, { body }) => sandbox.addUser(withoutNulls(body ?? {})),
	},
	{
		method: 'GET',
		path: '/users/:user',
		does: 'one user, by ID or email',
		run: (sandbox, { user }) => sandbox.user(user),
	},
	{
		method: 'PATCH',
		path: '/users/:user',
		does: 'changes fields, null removes one; kind is member, owner or managedAdministrator',
		run: (sandbox, { user, body }) => sandbox.changeUser(user, withoutNulls(body)),
	},
	{
		method: 'DELETE',
		path: '/users/:user',
		does: 'removes the user',
		run: (sandbox, { user }) => sandbox.removeUser(user),
	},
	{
		method: 'PUT',
		path: '/last-owner',
		does: '{"user": "<ID or email>"} becomes the only owner',
		run: (sandbox, { body }) => sandbox.setLastOwner(text('user', field(body, 'user'))),
	},
	{
		method: 'PUT',
		path: '/managed-administrator',
		does: '{"user": "<ID or email>"} becomes an externally managed administrator',
		run: (sandbox, { body }) => sandbox.setManagedAdministrator(text('user', field(body, 'user'))),
	},
];
