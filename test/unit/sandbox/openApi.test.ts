import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openApiDocument } from '../../../sandbox/contract/openApiDocument.ts';

const ROOT = join(__dirname, '../../..');
const VALIDATOR = join(ROOT, 'node_modules/@seriousme/openapi-schema-validator/bin/validate-api-cli.js');
const PUBLISHED = join(ROOT, 'sandbox/contract/vendor/users-v1beta1.openapi.json');

interface Operation {
	operationId: string;
	parameters: unknown;
	responses: Record<string, { content?: unknown }>;
}

interface Document {
	components: { schemas: Record<string, unknown> };
	paths: Record<string, Record<string, Operation>>;
	security: unknown;
}

const ours = openApiDocument as unknown as Document;
const published = async (version: string) =>
	JSON.parse((await readFile(PUBLISHED, 'utf8')).replaceAll('v1beta1', version)) as Document;

it("the sandbox's OpenAPI document is valid, for a validator that knows nothing of the sandbox", async () => {
	const folder = await mkdtemp(join(tmpdir(), 'openapi-'));
	const file = join(folder, 'openapi.json');
	await writeFile(file, JSON.stringify(openApiDocument));
	const { stdout } = await promisify(execFile)(process.execPath, [VALIDATOR, file]);
	await rm(folder, { recursive: true });

	expect(JSON.parse(stdout)).toEqual({ valid: true });
});

it('names each operation once', () => {
	const ids = Object.values(ours.paths).flatMap((methods) =>
		Object.values(methods).map(({ operationId }) => operationId),
	);

	expect(new Set(ids).size).toBe(ids.length);
});

describe.each(['v1', 'v1beta1'])('of %s', (version) => {
	it('it says all that 1Password publishes, and adds no path', async () => {
		const { paths, components, security } = await published(version);
		const usersPaths = Object.keys(ours.paths).filter((path) => path.startsWith(`/${version}/accounts/`));

		expect(ours.components.schemas).toMatchObject(components.schemas);
		expect(usersPaths.sort()).toEqual(Object.keys(paths).sort());
		expect(ours.security).toEqual(security);
		for (const [path, methods] of Object.entries(paths)) {
			expect(Object.keys(ours.paths[path]!)).toEqual(Object.keys(methods));
			for (const [method, { parameters, responses }] of Object.entries(methods)) {
				const described = ours.paths[path]![method]!;
				expect(described.parameters).toEqual(parameters);
				expect(described.responses['200']!.content).toEqual(responses['200']!.content);
				expect(Object.keys(described.responses)).toEqual(expect.arrayContaining(Object.keys(responses)));
			}
		}
	});
});

it('beside it, there are only the OAuth calls, which 1Password documents in words', () => {
	expect(Object.keys(ours.paths).filter((path) => !path.includes('/accounts/'))).toEqual([
		'/v1/oauth/token',
		'/v1/oauth/revoke',
		'/v1beta1/users/oauth2/token',
		'/v1beta1/users/oauth2/revoke',
	]);
});
