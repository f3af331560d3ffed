import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const ROOT = join(__dirname, '../../../sandbox');

/** From top to bottom: a file imports from its own folder and from those below it. */
const LAYERS = [
	'cli.ts',
	'commandLine.ts',
	'welcomeText.ts',
	'server.ts',
	'RunningSandbox.ts',
	'control',
	'api',
	'faults',
	'log',
	'account',
	'tls',
	'people',
	'checks',
	'contract',
	'types.ts',
];

const layerOf = (file: string) => LAYERS.indexOf(file.split('/')[0] ?? '');

const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));

/** Which files of the sandbox each file of the sandbox imports. */
const importsOf = new Map(
	files.map((file) => {
		const paths = readFileSync(join(ROOT, file), 'utf8').matchAll(/ from '(\.[^']+\.ts)'/g);
		return [file, [...paths].map(([, path]) => relative(ROOT, join(ROOT, dirname(file), String(path))))];
	}),
);

describe.each(files)('sandbox/%s', (file) => {
	const imported = importsOf.get(file) ?? [];

	it('lies in a known layer, and imports from its own folder and below only', () => {
		expect(layerOf(file)).toBeGreaterThanOrEqual(0);
		expect(imported.filter((other) => layerOf(other) < layerOf(file))).toEqual([]);
	});

	it('is not imported by what it imports', () => {
		const reachable = new Set(imported);
		for (const other of reachable) for (const further of importsOf.get(other) ?? []) reachable.add(further);

		expect([...reachable]).not.toContain(file);
	});
});

it('the integration tests start strict sandboxes', () => {
	const folder = join(__dirname, '../../integration');
	const lenient = readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.filter((name) =>
			/\bstartSandbox\b.* from '[./]+sandbox\/server\.ts'/.test(readFileSync(join(folder, name), 'utf8')),
		);

	expect(lenient).toEqual([]);
});
