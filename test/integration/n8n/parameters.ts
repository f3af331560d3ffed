import type { IDataObject, INodeParameters } from 'n8n-workflow';

export type Mode = 'id' | 'email' | 'list';

/** Parameters of the node for one operation, as the editor stores them. */
const locator = (mode: Mode, value: unknown) => ({ __rl: true, mode, value });

const forUser =
	(operation: string) =>
	(mode: Mode, value: unknown, options: IDataObject = {}) =>
		({ resource: 'user', operation, userId: locator(mode, value), options }) as INodeParameters;

export const get = forUser('get');
export const suspend = forUser('suspend');
export const reactivate = forUser('reactivate');

export const getMany = (fields: IDataObject = {}) =>
	({
		resource: 'user',
		operation: 'getAll',
		returnAll: false,
		limit: 50,
		filters: {},
		...fields,
	}) as INodeParameters;

export const audit = (options: IDataObject = {}, fields: IDataObject = {}) =>
	({ resource: 'user', operation: 'audit', options, ...fields }) as INodeParameters;

export const revoke: INodeParameters = { resource: 'accessToken', operation: 'revoke' };

/** Names whatever the input item holds, as an expression would. */
export const FROM_INPUT = '={{ $json.user }}';

/** Lets each input item say how it names the user as well: `{ mode: 'email', user: 'ana@example.com' }`. */
export const inModeOfInput = (parameters: INodeParameters): INodeParameters => ({
	...parameters,
	userId: '={{ { __rl: true, mode: $json.mode, value: $json.user } }}',
});

/** Input items for FROM_INPUT. */
export const named = (users: unknown[]) => users.map((user) => ({ user })) as IDataObject[];
