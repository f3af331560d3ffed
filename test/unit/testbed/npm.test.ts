import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npm } from '../../../testbed/system/npm.ts';
import { PlainFailure } from '../../../testbed/terminal/PlainFailure.ts';

const ENVIRONMENT = process.env;
let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'npm-'));
});
afterEach(async () => {
	process.env = ENVIRONMENT;
	await rm(folder, { recursive: true });
});

/** Starts a program in npm's place; returns what it printed. */
async function runInstead(program: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
	const file = join(folder, 'npm.cjs');
	await writeFile(file, program);
	process.env = { ...ENVIRONMENT, ...env, npm_execpath: file };
	const logFile = join(folder, 'npm.log');
	await npm('Installing n8n', ['ci'], { cwd: folder, logFile, signal: new AbortController().signal });
	return await readFile(logFile, 'utf8');
}

describe('npm, started by a script of npm', () => {
	it('is not told what npm said about this package', async () => {
		const names = ['npm_package_name', 'npm_lifecycle_event', 'npm_config_local_prefix', 'INIT_CWD'];
		const env = Object.fromEntries(names.map((name) => [name, 'of this package']));
		const told = await runInstead('console.log(JSON.stringify(process.env))', env);

		expect(Object.keys(JSON.parse(told) as object)).not.toEqual(
			expect.arrayContaining([expect.stringMatching(/^(npm_(package|lifecycle)|INIT_CWD)/)]),
		);
		expect(told).not.toContain('of this package');
	});

	it('is not told which scripts this package allows: npm refuses to hear that from the environment', async () => {
		const told = await runInstead('console.log(JSON.stringify(process.env))', {
			npm_config_allow_scripts: 'node',
		});

		expect(told).not.toContain('npm_config_allow_scripts');
	});

	it('keeps the other settings, such as the registry', async () => {
		const told = await runInstead('console.log(JSON.stringify(process.env))', {
			npm_config_registry: 'https://registry.example.com',
		});

		expect(told).toContain('https://registry.example.com');
	});

	it.each([
		['npm error code ENOSPC', 'The disk is full.'],
		['npm error code EAI_AGAIN', 'The package registry could not be reached.'],
		['gyp ERR! find Python', 'A part of n8n had to be compiled'],
	])('says what "%s" means, and keeps it', async (line, cause) => {
		const failing = runInstead(`console.log('before');console.log('${line}');process.exit(1)`);

		const failure = await failing.catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(PlainFailure);
		expect(failure).toMatchObject({ message: expect.stringContaining(cause) as string, details: line });
	});
});
