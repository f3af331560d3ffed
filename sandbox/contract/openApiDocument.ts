import type { ApiVersion } from '../types.ts';
import { oauthPaths, oauthSchemas } from './oauthDocument.ts';
import published from './vendor/users-v1beta1.openapi.json' with { type: 'json' };

type Json = Readonly<Record<string, unknown>>;

/** Every path with its operations by method. */
type Paths = Readonly<Record<string, Readonly<Record<string, { operationId: string; responses: Json }>>>>;

/** 1Password's document describes v1beta1; v1 is announced as the same under its own name. */
function publishedFor(version: ApiVersion): typeof published {
	return JSON.parse(JSON.stringify(published).replaceAll('v1beta1', version)) as typeof published;
}

/** How the Users API words errors; 1Password publishes no schema for them. */
const errorSchema = {
	title: 'Status',
	description: 'google.rpc.Status. Inferred from the one error that is known.',
	type: 'object',
	properties: {
		code: { type: ['integer', 'string'] },
		message: { type: 'string' },
		details: { type: 'array', items: { type: 'object' } },
	},
	required: ['code', 'message', 'details'],
};

const DESCRIPTIONS: Readonly<Record<string, string>> = {
	200: 'Done.',
	400: 'The request is not as documented. Inferred.',
	401: 'The access token is missing, invalid, expired or revoked.',
	403: 'A permission is missing, or 1Password does not allow this change.',
	404: 'No such account or user.',
	405: 'The path does not know this method. Inferred.',
	429: 'Too many requests. Inferred.',
	500: 'The service failed.',
};

const UNPUBLISHED_ERRORS = { 400: {}, 405: {}, 429: {} };

/** The published responses and the inferred ones, each with a description, which OpenAPI demands. */
function describedResponses(responses: Json): Json {
	const content = { 'application/json': { schema: { $ref: '#/components/schemas/rpc.Status' } } };
	const described = Object.entries({ ...UNPUBLISHED_ERRORS, ...responses }).map(([status, response]) => [
		status,
		{ description: DESCRIPTIONS[status] ?? status, ...(status === '200' ? (response as Json) : { content }) },
	]);
	return Object.fromEntries(described) as Json;
}

/** The Users API's paths, with operation IDs that are unique although there are two versions. */
function usersPaths(version: ApiVersion): Paths {
	const paths = Object.entries(publishedFor(version).paths).map(([path, methods]) => [
		path,
		Object.fromEntries(
			Object.entries(methods).map(([method, operation]) => [
				method,
				{
					...operation,
					operationId: `${version}.${operation.operationId}`,
					responses: describedResponses(operation.responses),
				},
			]),
		),
	]);
	return Object.fromEntries(paths) as Paths;
}

/** The contract the sandbox holds itself to, for both versions of the API: 1Password's own, completed. */
export const openApiDocument = {
	...published,
	info: { ...published.info, version: 'sandbox' },
	components: {
		schemas: {
			...publishedFor('v1').components.schemas,
			...published.components.schemas,
			...oauthSchemas,
			'rpc.Status': errorSchema,
		},
		securitySchemes: {
			...published.components.securitySchemes,
			ClientCredentials: { scheme: 'basic', type: 'http' },
		},
	},
	paths: { ...oauthPaths('v1'), ...oauthPaths('v1beta1'), ...usersPaths('v1'), ...usersPaths('v1beta1') },
};
