import type { ApiVersion } from '../types.ts';

const FORM = 'application/x-www-form-urlencoded';
const BASE: Record<ApiVersion, string> = { v1: '/v1/oauth', v1beta1: '/v1beta1/users/oauth2' };

/** The bodies of the token and revoke calls: RFC 6749 sections 5.1 and 5.2. */
export const oauthSchemas = {
	'oauth.Token': {
		additionalProperties: false,
		title: 'Token',
		type: 'object',
		properties: {
			access_token: { type: 'string', minLength: 1 },
			token_type: { const: 'Bearer' },
			expires_in: { type: ['number', 'string'], minimum: 0 },
		},
		required: ['access_token', 'token_type'],
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

/** The token and revoke calls, which 1Password documents in words only, so they are not in its own document. */
export function oauthPaths(version: ApiVersion) {
	const tokenFields = { grant_type: { const: 'client_credentials' }, scope: { const: 'openid' } };
	const token = { token: { type: 'string', minLength: 1 } };
	return {
		[`${BASE[version]}/token`]: formPost(`${version}.IssueToken`, tokenFields, ['grant_type'], {
			description: 'A new access token.',
			...jsonOf('oauth.Token'),
		}),
		[`${BASE[version]}/revoke`]: formPost(`${version}.RevokeToken`, token, ['token'], {
			description: 'The token no longer works, if it ever did. The body is empty.',
		}),
	};
}

function formPost(operationId: string, properties: object, required: string[], success: object) {
	const schema = { additionalProperties: false, type: 'object', properties, required };
	return {
		post: {
			operationId,
			security: [{ ClientCredentials: [] }],
			requestBody: { required: true, content: { [FORM]: { schema } } },
			responses: {
				200: success,
				400: { description: 'The request is not as documented.', ...jsonOf('oauth.Error') },
				401: { description: 'The client ID or the client secret is wrong.', ...jsonOf('oauth.Error') },
				405: { description: 'The path does not know this method.', ...jsonOf('rpc.Status') },
				429: { description: 'Too many requests.', ...jsonOf('rpc.Status') },
			},
		},
	};
}

function jsonOf(schema: string) {
	return { content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } } };
}
