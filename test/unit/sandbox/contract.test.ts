import { contractBreach } from '../../../sandbox/contract/contractBreach.ts';
import { openApiDocument } from '../../../sandbox/contract/openApiDocument.ts';
import { startSandbox } from '../../../sandbox/server.ts';
import { caller, rpc } from './client.ts';
import { aText, aTextWith } from './expected.ts';

const text = (title: string) => ({ readOnly: true, title, type: 'string' });
const inPath = (name: string) => ({ in: 'path', name, required: true, schema: { type: 'string' } });
const errors = { 401: {}, 403: {}, 404: {}, 500: {} };
const answer = ($ref: string) => ({
	200: { content: { 'application/json': { schema: { $ref } } } },
	...errors,
});

/** 1Password's own document for v1beta1, stated once more; v1 differs in nothing but its name. */
function publishedFor(version: string) {
	const user = `#/components/schemas/user.${version}.User`;
	const users = `/${version}/accounts/{account}/users`;
	const onUser = { parameters: [inPath('account'), inPath('user')], responses: answer(user) };
	const schemas = {
		[`user.${version}.ListUsersResponse`]: {
			additionalProperties: false,
			title: 'ListUsersResponse',
			type: 'object',
			properties: {
				next_page_token: { title: 'next_page_token', type: 'string' },
				results: { title: 'results', type: 'array', items: { $ref: user } },
			},
		},
		[`user.${version}.User`]: {
			additionalProperties: false,
			title: 'User',
			type: 'object',
			properties: {
				create_time: { ...text('create_time'), format: 'date-time' },
				display_name: text('display_name'),
				email: text('email'),
				id: text('id'),
				path: text('path'),
				state: { $ref: `${user}.State`, readOnly: true, title: 'state' },
			},
		},
		[`user.${version}.User.State`]: {
			enum: ['STATE_UNSPECIFIED', 'ACTIVE', 'SUSPENDED'],
			title: 'State',
			type: 'string',
		},
	};
	const query = (name: string, schema: object) => ({
		in: 'query',
		name,
		required: false,
		schema: { title: name, ...schema },
	});
	const parameters = [
		inPath('account'),
		query('filter', { type: 'string' }),
		query('max_page_size', { format: 'int32', type: 'integer' }),
		query('page_token', { type: 'string' }),
	];
	const responses = answer(`#/components/schemas/user.${version}.ListUsersResponse`);
	const paths = {
		[users]: { get: { operationId: 'ListUsers', parameters, responses } },
		[`${users}/{user}`]: { get: { operationId: 'GetUser', ...onUser } },
		[`${users}/{user}:reactivate`]: { post: { operationId: ':ReactivateUser', ...onUser } },
		[`${users}/{user}:suspend`]: { post: { operationId: ':SuspendUser', ...onUser } },
	};
	return { paths, schemas };
}

const only = (entries: object, marker: RegExp) =>
	Object.fromEntries(Object.entries(entries).filter(([name]) => marker.test(name)));

describe.each(['v1', 'v1beta1'])("the sandbox's OpenAPI document", (version) => {
	it(`says of ${version} exactly what 1Password publishes`, () => {
		const { paths, schemas } = publishedFor(version);

		expect(only(openApiDocument.paths, new RegExp(`^/${version}/accounts/`))).toEqual(paths);
		expect(only(openApiDocument.components.schemas, new RegExp(`^user\\.${version}\\.`))).toEqual(schemas);
	});
});

it('adds nothing to it but the two OAuth calls, which 1Password documents in words', () => {
	expect(Object.keys(openApiDocument.paths).filter((path) => !path.includes('/accounts/'))).toEqual([
		'/v1/oauth/token',
		'/v1/oauth/revoke',
		'/v1beta1/users/oauth2/token',
		'/v1beta1/users/oauth2/revoke',
	]);
	expect(openApiDocument.security).toEqual([{ BearerAuth: [] }]);
});

describe('an answer', () => {
	const get = { operation: 'get', version: 'v1', account: 'A', userId: 'U' } as const;
	const list = { operation: 'list', version: 'v1beta1', account: 'A' } as const;
	const token = { operation: 'token', version: 'v1' } as const;
	const ok = (body: unknown) => ({ status: 200, headers: {}, body });

	it('keeps to the document without being complete', () => {
		expect(
			contractBreach(get, ok({ id: 'U', state: 'ACTIVE', create_time: '2026-01-01T00:00:00Z' })),
		).toBeUndefined();
		expect(contractBreach(list, ok({ results: [{}] }))).toBeUndefined();
		expect(contractBreach({ operation: 'revoke', version: 'v1' }, ok(undefined))).toBeUndefined();
	});

	it.each([
		['a field of our own', get, { kind: 'owner' }],
		['camelCase', get, { displayName: 'Ana' }],
		['an unknown state', get, { state: 'GONE' }],
		['a date that is none', get, { create_time: 'yesterday' }],
		['another list', list, { users: [] }],
		['a token that is no text', list, { results: [], next_page_token: 7 }],
		['an odd user in a list', list, { results: [{ id: 1 }] }],
		['a token answer without a token', token, { token_type: 'Bearer', expires_in: 900 }],
		['a revoke that says something', { operation: 'revoke', version: 'v1' } as const, {}],
	])('breaks it with %s', (_case, call, body) => {
		expect(contractBreach(call, ok(body))).toEqual(aText());
	});

	it('that breaks it is never sent: the sandbox fails loudly', async () => {
		const loud = jest.spyOn(console, 'error').mockImplementation(() => undefined);
		const sandbox = await startSandbox({ users: 2 });
		const call = await caller(sandbox);
		sandbox.changeUser(String(sandbox.users[0]?.id), { create_time: 'yesterday' });
		const reply = await call('');
		await sandbox.close();

		expect(reply).toMatchObject({ status: 500, json: rpc(13, aTextWith('create_time')) });
		expect(loud).toHaveBeenCalledWith(aTextWith('broke its own contract'));
		loud.mockRestore();
	});
});
