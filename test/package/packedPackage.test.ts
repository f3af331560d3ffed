import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { buildPackage, packPackage, ROOT } from '../../testbed/n8n/packPackage.ts';
import { npm } from '../../testbed/system/npm.ts';
import { installScanner, type Scanner } from './installScanner.ts';

const run = promisify(execFile);
const { signal } = new AbortController();

void describe('the packed package', () => {
	let folder: string;
	let archive: string;
	let unpacked: string;
	let scanner: Scanner;

	before(async () => {
		folder = await mkdtemp(join(tmpdir(), 'packed-package-'));
		scanner = await installScanner(folder, signal);
		await buildPackage({ workFolder: folder, signal });
		archive = await packPackage({ workFolder: folder, signal });
		unpacked = join(folder, 'unpacked');
		await mkdir(unpacked);
		await run('tar', ['-xzf', archive, '-C', unpacked, '--strip-components=1']);
	});
	after(async () => await rm(folder, { recursive: true, force: true }));

	void test('holds what was built, what it exports, README, licence and package.json, and nothing else', async () => {
		assert.deepEqual((await readdir(unpacked)).sort(), [
			'LICENSE',
			'README.md',
			'dist',
			'index.js',
			'package.json',
		]);
	});

	void test('exports the credential and the two nodes', () => {
		const exported = createRequire(import.meta.url)(ROOT) as Record<string, unknown>;

		assert.deepEqual(Object.keys(exported), [
			'OnePasswordUsersApi',
			'OnePasswordUsers',
			'OnePasswordUsersTrigger',
		]);
	});

	void test('is installed by npm as one package that runs no script', async () => {
		const project = join(folder, 'project');
		await mkdir(project);
		await writeFile(join(project, 'package.json'), '{ "private": true }');
		const install = ['install', '--offline', '--cache', join(folder, 'cache'), '--no-audit', archive];
		await npm('Installing the package', install, {
			cwd: project,
			logFile: join(folder, 'install.log'),
			signal,
		});
		const lockfile = JSON.parse(await readFile(join(project, 'package-lock.json'), 'utf8')) as {
			packages: Record<string, { hasInstallScript?: boolean }>;
		};
		const installed = Object.entries(lockfile.packages).filter(([path]) => path !== '');

		assert.deepEqual(
			installed.map(([path, { hasInstallScript }]) => ({ path, hasInstallScript })),
			[{ path: 'node_modules/n8n-nodes-1password-users', hasInstallScript: undefined }],
		);
	});

	void test('has nothing that n8n’s scanner objects to, in its source or packed', async () => {
		assert.deepEqual(await scanner.findings(ROOT, 'source'), '');
		assert.deepEqual(await scanner.findings(unpacked, 'packed'), '');
	});

	void test('would be refused by n8n’s scanner if it read the environment', async () => {
		const bad = join(folder, 'bad');
		const code = "export const home = process.env['HOME'];\n";
		await mkdir(join(bad, 'nodes'), { recursive: true });
		await writeFile(join(bad, 'nodes', 'Bad.ts'), code);
		await writeFile(join(bad, 'bad.js'), code);

		assert.match(await scanner.findings(bad, 'source'), /no-restricted-globals/);
		assert.match(await scanner.findings(bad, 'packed'), /no-restricted-globals/);
	});
});
