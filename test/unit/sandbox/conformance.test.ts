import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { isDateTime } from '../../../sandbox/contract/isDateTime.ts';
import { openApiDocument } from '../../../sandbox/contract/openApiDocument.ts';
import { SHAPE_CHOICES } from '../../../sandbox/contract/shapes.ts';
import published from '../../../sandbox/contract/vendor/users-v1beta1.openapi.json';
import { startSandbox, type ApiVersion, type Sandbox, type Shapes } from '../../../sandbox/server.ts';
import { basic, newToken, send, type Reply } from './client.ts';

const ajv = new Ajv2020({ strict: false });
ajv.addFormat('date-time', { validate: isDateTime });
ajv.addSchema(openApiDocument, 'ours');
ajv.addSchema(published, 'published');

interface Described {
	responses: Record<string, { content?: { 'application/json'?: { schema: { $ref: string } } } }>;
}
type Paths = Record<string, Record<string, Described>>;

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ users: 60, suspendedShare: 0.3 });
});
afterAll(() => sandbox.close());

/** The path of a document that a target belongs to. */
function templateOf(path: string): string {
	return path
		.replace(/\/accounts\/[^/]+/, '/accounts/{account}')
		.replace(/\/users\/[^/:]+(?=$|:)/, '/users/{user}');
}

/** How an answer breaks a document; undefined if it keeps to it, or if the document says nothing about such an answer. */
function breach(
	document: 'ours' | 'published',
	method: string,
	path: string,
	{ status, headers, json }: Reply,
) {
	const paths = (document === 'ours' ? openApiDocument : published).paths as Paths;
	const described = paths[templateOf(path)]?.[method.toLowerCase()]?.responses;
	const schema = described?.[String(status)]?.content?.['application/json']?.schema;
	if (document === 'ours' && described && !described[String(status)]) return `${status} is not documented`;
	if (!schema || !headers['content-type']?.includes('json')) return undefined;
	return ajv.validate({ $ref: `${document}${schema.$ref}` }, json) ? undefined : ajv.errorsText();
}

const versions = fc.constantFrom<ApiVersion>('v1', 'v1beta1');

/** Shapes that keep to the documents: null is no string, and nobody documents a 501. */
const shapes: fc.Arbitrary<Partial<Shapes>> = fc.record({
	unsetFields: fc.constantFrom('absent', 'empty'),
	wrongMethods: fc.constantFrom('405-json', '405-text', '405-empty'),
	errorDetails: fc.constantFrom(...SHAPE_CHOICES.errorDetails),
	errorCodes: fc.constantFrom(...SHAPE_CHOICES.errorCodes),
	filtering: fc.constantFrom(...SHAPE_CHOICES.filtering),
	expiresIn: fc.constantFrom(...SHAPE_CHOICES.expiresIn),
	tokens: fc.constantFrom(...SHAPE_CHOICES.tokens),
});

const parameter = fc.tuple(
	fc.constantFrom('filter', 'max_page_size', 'page_token', 'maxPageSize', 'x'),
	fc.oneof(
		fc.constantFrom('user.isActive()', 'user.isSuspended()', '', '3', '1000'),
		fc.string({ maxLength: 5 }),
	),
);

const calls = fc.record({
	version: versions,
	method: fc.constantFrom('GET', 'POST', 'PUT'),
	target: fc.oneof(
		fc.constantFrom('/oauth', '/revoke'),
		fc.tuple(fc.nat(70), fc.constantFrom('', ':suspend', ':reactivate')),
		fc.constant('/users'),
	),
	query: fc.array(parameter, { maxLength: 2 }),
	body: fc.constantFrom('', '{}', 'grant_type=client_credentials', 'grant_type=x', 'token=x', 'token=x&y=z'),
	authorization: fc.constantFrom('right', 'wrong', 'none'),
	form: fc.boolean(),
});

function pathOf(version: ApiVersion, target: string | [number, string]): string {
	if (target === '/oauth') return version === 'v1' ? '/v1/oauth/token' : '/v1beta1/users/oauth2/token';
	if (target === '/revoke') return version === 'v1' ? '/v1/oauth/revoke' : '/v1beta1/users/oauth2/revoke';
	const users = `/${version}/accounts/${sandbox.accountId}/users`;
	if (typeof target === 'string') return users;
	return `${users}/${sandbox.users[target[0]]?.id ?? 'nobody'}${target[1]}`;
}

it("keeps to its own document and to 1Password's with every answer, in both modes and in all shapes (property)", async () => {
	await fc.assert(
		fc.asyncProperty(calls, fc.boolean(), shapes, async (call, strict, shaped) => {
			sandbox.setStrict(strict);
			sandbox.setShapes();
			sandbox.setShapes(shaped);
			const path = pathOf(call.version, call.target);
			const right = path.includes('oauth')
				? basic(sandbox)
				: `Bearer ${await newToken(sandbox, call.version)}`;
			const authorization = { right, wrong: 'Bearer wrong', none: '' }[call.authorization];
			const type = call.form ? 'application/x-www-form-urlencoded' : 'application/json';
			const length = String(Buffer.byteLength(call.body));
			const headers = {
				authorization,
				'user-agent': 'test/1',
				'content-type': type,
				'content-length': length,
			};
			const sent = {
				method: call.method,
				path: `${path}?${String(new URLSearchParams(call.query))}`,
				headers,
			};
			const reply = await send(sandbox, { ...sent, body: call.body });

			expect(breach('ours', call.method, path, reply)).toBeUndefined();
			expect(breach('published', call.method, path, reply)).toBeUndefined();
		}),
		{ numRuns: 400 },
	);
});

it('would notice an answer that does not', () => {
	const reply = {
		status: 200,
		headers: { 'content-type': 'application/json' },
		text: '',
		json: { users: [] },
	};
	const path = '/v1beta1/accounts/A/users';

	expect(breach('ours', 'GET', path, reply)).toMatch(/additional properties/);
	expect(breach('published', 'GET', path, reply)).toMatch(/additional properties/);
	expect(breach('ours', 'GET', path, { ...reply, status: 418 })).toMatch(/not documented/);
	expect(breach('published', 'GET', `${path}/B`, { ...reply, json: { email: null } })).toMatch(
		/must be string/,
	);
});
