import { globSync, readFileSync } from 'node:fs';
import { STATUS_CODES } from 'node:http';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

const ROOT = join(__dirname, '../..');
const NODE = 'nodes/OnePasswordUsers';

/** Shipped code, the lowest room first: each may import from those before it, except from its neighbours. */
const SHIPPED: readonly string[][] = [
	[`${NODE}/utils`],
	[`${NODE}/api/types.ts`],
	[`${NODE}/api/endpoints.ts`],
	[`${NODE}/api/errors`],
	[`${NODE}/api/credential`],
	[`${NODE}/api/transport`],
	[`${NODE}/api`],
	[`${NODE}/common`],
	[`${NODE}/actions`, `${NODE}/methods`, `${NODE}/trigger`],
	[NODE],
];

/** The credential has no business with a run: of the API, it knows how to get a token. */
const CREDENTIAL_IMPORTS = SHIPPED.slice(0, 5).flat();

const TESTBED = ['testbed', 'testbed/n8n', 'testbed/system', 'testbed/terminal', 'sandbox'];

/** The tools around it, each with what it may import beside itself. */
const TOOLS: ReadonlyMap<string, readonly string[]> = new Map([
	['sandbox', []],
	['testbed/terminal', []],
	['testbed/system', ['testbed/terminal']],
	['testbed/n8n', ['testbed/system', 'testbed/terminal', 'sandbox']],
	['testbed', ['testbed/n8n', 'testbed/system', 'testbed/terminal', 'sandbox']],
	['demo', TESTBED],
	['test/e2e', TESTBED],
	['test/package', TESTBED],
	// It measures what n8n loads, and takes the types from there.
	['bench', [...TESTBED, NODE, 'credentials']],
]);

/** Each room with the rooms that it may import beside itself. */
const ALLOWED: ReadonlyMap<string, readonly string[]> = new Map([
	...SHIPPED.flatMap((rooms, level) =>
		rooms.map((room): [string, readonly string[]] => [room, SHIPPED.slice(0, level).flat()]),
	),
	['credentials', CREDENTIAL_IMPORTS],
	...TOOLS,
]);

/** The innermost room that a file is in. */
function roomOf(file: string): string {
	const rooms = [...ALLOWED.keys()].filter((room) => file === room || file.startsWith(`${room}/`));
	return rooms.sort((some, other) => other.length - some.length)[0] ?? '';
}

const FILES = globSync('{nodes,credentials,sandbox,testbed,demo,bench,test/e2e,test/package}/**/*.ts', {
	cwd: ROOT,
	exclude: (name) => name === 'node_modules',
});

const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** The files of this project that a file imports, types included. */
function importsOf(file: string): string[] {
	const { importedFiles } = ts.preProcessFile(textOf(file), true, true);
	return importedFiles
		.map(({ fileName }) => fileName)
		.filter((name) => name.startsWith('.'))
		.map((name) => join(dirname(file), name))
		.map((path) => [path, `${path}.ts`, `${path}/index.ts`].find((name) => FILES.includes(name)) ?? path);
}

const IMPORTS: ReadonlyMap<string, readonly string[]> = new Map(FILES.map((file) => [file, importsOf(file)]));

/** Every way to come back to a file by following imports, each once and written from its first file on. */
function cycles(): string[] {
	const found = new Set<string>();
	const done = new Set<string>();
	const visit = (file: string, path: readonly string[]) => {
		const seenAt = path.indexOf(file);
		if (seenAt >= 0) {
			const cycle = path.slice(seenAt);
			const first = cycle.indexOf([...cycle].sort()[0] ?? '');
			found.add([...cycle.slice(first), ...cycle.slice(0, first)].join(' → '));
			return;
		}
		if (done.has(file)) return;
		for (const imported of IMPORTS.get(file) ?? []) visit(imported, [...path, file]);
		done.add(file);
	};
	for (const file of FILES) visit(file, []);
	return [...found];
}

/** The literals of a file's code; comments and the paths of imports are none. */
function literalsOf(file: string): string[] {
	const literals: string[] = [];
	const visit = (node: ts.Node) => {
		if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
		if (ts.isNumericLiteral(node) || ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node))
			literals.push(node.text);
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile(file, textOf(file), ts.ScriptTarget.ESNext));
	return literals;
}

describe('the layout', () => {
	it('gives every file a room', () => {
		expect(FILES.length).toBeGreaterThan(150);
		expect(FILES.filter((file) => roomOf(file) === '')).toEqual([]);
	});

	it('has imports that point down, never up and never sideways', () => {
		const offenders = FILES.flatMap((file) => {
			const room = roomOf(file);
			const allowed = [room, ...(ALLOWED.get(room) ?? [])];
			return importsOf(file)
				.filter((imported) => !allowed.includes(roomOf(imported)))
				.map((imported) => `${file} imports ${imported}`);
		});

		expect(offenders).toEqual([]);
	});

	it('has no two files that import each other, directly or by way of others', () => {
		expect(cycles()).toEqual([]);
	});

	it('keeps the addresses and the status codes of the API in api/', () => {
		const isAddress = /api\.1password\.|\/v1(beta1)?\b|\/users\b/;
		const isStatus = (text: string) => text in STATUS_CODES && Number(text) >= 200;
		const outside = FILES.filter((file) => file.startsWith(`${NODE}/`) && !file.startsWith(`${NODE}/api/`));
		const offenders = outside.flatMap((file) =>
			literalsOf(file)
				.filter((text) => isAddress.test(text) || isStatus(text))
				.map((text) => `${relative(NODE, file)} names ${text}`),
		);

		expect(offenders).toEqual([]);
	});
});
