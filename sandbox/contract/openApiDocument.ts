import type { ApiVersion } from '../types.ts';

type Json = Readonly<Record<string, unknown>>;

const text = (title: string) => ({ readOnly: true, title, type: 'string' });
const answered = (schema: string) => ({ content: { 'application/json': { schema: refTo(schema) } } });
const inPath = (name: string) => ({ in: 'path', name, required: true, schema: { type: 'string' } });
const inQuery = (name: string, schema: Json) => ({
	in: 'query',
	name,
	required: false,
	schema: { title: name, ...schema },
});

function refTo(schema: string): { $ref: string } {
	return { $ref: `#/components/schemas/${schema}` };
}

/** The schemas of one version, as 1Password publishes them for v1beta1; v1 is announced as the same under its own name. */
function schemasOf(version: ApiVersion): Json {
	const prefix = `user.${version}`;
	return {
		[`${prefix}.ListUsersResponse`]: {
			additionalProperties: false,
			title: 'ListUsersResponse',
			type: 'object',
			properties: {
				next_page_token: { title: 'next_page_token', type: 'string' },
				results: { title: 'results', type: 'array', items: refTo(`${prefix}.User`) },
			},
		},
		[`${prefix}.User`]: {
			additionalProperties: false,
			title: 'User',
			type: 'object',
			properties: {
				create_time: { ...text('create_time'), format: 'date-time' },
				display_name: text('display_name'),
				email: text('email'),
				id: text('id'),
				path: text('path'),
				state: { ...refTo(`${prefix}.User.State`), readOnly: true, title: 'state' },
			},
		},
		[`${prefix}.User.State`]: {
			enum: ['STATE_UNSPECIFIED', 'ACTIVE', 'SUSPENDED'],
			title: 'State',
			type: 'string',
		},
	};
}

function usersPathsOf(version: ApiVersion): Json {
	const users = `/${version}/accounts/{account}/users`;
	const errors = { 401: {}, 403: {}, 404: {}, 500: {} };
	const user = { 200: answered(`user.${version}.User`), ...errors };
	const userPath = [inPath('account'), inPath('user')];
	const listParameters = [
		inPath('account'),
		inQuery('filter', { type: 'string' }),
		inQuery('max_page_size', { format: 'int32', type: 'integer' }),
		inQuery('page_token', { type: 'string' }),
	];
	const listed = { 200: answered(`user.${version}.ListUsersResponse`), ...errors };
	return {
		[users]: { get: { operationId: 'ListUsers', parameters: listParameters, responses: listed } },
		[`${users}/{user}`]: { get: { operationId: 'GetUser', parameters: userPath, responses: user } },
		[`${users}/{user}:reactivate`]: {
			post: { operationId: ':ReactivateUser', parameters: userPath, responses: user },
		},
		[`${users}/{user}:suspend`]: {
			post: { operationId: ':SuspendUser', parameters: userPath, responses: user },
		},
	};
}

const FORM = 'application/x-www-form-urlencoded';

function formPost(operationId: string, properties: Json, required: string[], response: Json): Json {
	const schema = { additionalProperties: false, type: 'object', properties, required };
	return {
		post: {
			operationId,
			security: [{ ClientCredentials: [] }],
			requestBody: { required: true, content: { [FORM]: { schema } } },
			responses: { 200: response, 400: answered('oauth.Error'), 401: answered('oauth.Error') },
		},
	};
}

/** 1Password documents these two in words only, so they are not in its own file. */
function oauthPathsAt(base: string): Json {
	const tokenFields = { grant_type: { const: 'client_credentials' }, scope: { const: 'openid' } };
	return {
		[`${base}/token`]: formPost('IssueToken', tokenFields, ['grant_type'], answered('oauth.Token')),
		[`${base}/revoke`]: formPost('RevokeToken', { token: { type: 'string', minLength: 1 } }, ['token'], {}),
	};
}

const oauthSchemas = {
	'oauth.Token': {
		additionalProperties: false,
		title: 'Token',
		type: 'object',
		properties: {
			access_token: { type: 'string', minLength: 1 },
			token_type: { const: 'Bearer' },
			expires_in: { type: 'number', minimum: 0 },
		},
		required: ['access_token', 'token_type', 'expires_in'],
	},
	'oauth.Error': {
		additionalProperties: false,
		title: 'Error',
		type: 'object',
		properties: {
			error: { enum: ['invalid_client', 'invalid_request', 'invalid_scope', 'unsupported_grant_type'] },
			error_description: { type: 'string' },
		},
		required: ['error'],
	},
};

/** The contract the sandbox holds itself to, for both versions of the API. */
export const openApiDocument = {
	openapi: '3.1.0',
	info: { title: '1Password API', version: 'sandbox' },
	components: {
		schemas: { ...schemasOf('v1'), ...schemasOf('v1beta1'), ...oauthSchemas },
		securitySchemes: {
			BearerAuth: { scheme: 'bearer', type: 'http' },
			ClientCredentials: { scheme: 'basic', type: 'http' },
		},
	},
	paths: {
		...oauthPathsAt('/v1/oauth'),
		...oauthPathsAt('/v1beta1/users/oauth2'),
		...usersPathsOf('v1'),
		...usersPathsOf('v1beta1'),
	},
	security: [{ BearerAuth: [] }],
};
