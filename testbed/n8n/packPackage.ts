import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { npm } from '../system/npm.ts';
import { PlainFailure } from '../terminal/PlainFailure.ts';
import { runProgram } from '../system/runProgram.ts';

/** The folder of this package. */
export const ROOT = join(import.meta.dirname, '..', '..');

interface PackageJson {
	name: string;
	version: string;
	devDependencies?: unknown;
	peerDependencies?: unknown;
	optionalDependencies?: unknown;
}

/** What the commands of this file share. */
export interface Packing {
	/** A folder for the archive and the log. */
	workFolder: string;
	signal: AbortSignal;
}

/** Builds the package into `dist`. */
export async function buildPackage({ workFolder, signal }: Packing): Promise<void> {
	const run = { cwd: ROOT, logFile: join(workFolder, 'build.log'), signal };
	await npm('Building the package', ['run', 'build'], run);
}

/**
 * Packs the built package as npm would publish it.
 *
 * @returns the path of the .tgz file
 */
export async function packPackage({ workFolder, signal }: Packing): Promise<string> {
	const run = { cwd: ROOT, logFile: join(workFolder, 'pack.log'), signal };
	await npm('Packing the package', ['pack', '--ignore-scripts', '--pack-destination', workFolder], run);
	const archive = (await readdir(workFolder)).find((name) => name.endsWith('.tgz'));
	if (!archive) throw new PlainFailure(`npm pack left no archive in ${workFolder}.`);
	return join(workFolder, archive);
}

/**
 * Puts a packed package where n8n looks for community packages when it starts.
 *
 * Does what n8n's own installer does: untar, and strip the dependencies that n8n provides itself. The package has no
 * others, so there is nothing for npm to install.
 *
 * @param userFolder n8n's `N8N_USER_FOLDER`
 */
export async function installPackage(
	archive: string,
	userFolder: string,
	{ workFolder, signal }: Packing,
): Promise<void> {
	const { name } = await readPackageJson(ROOT);
	const folder = join(userFolder, '.n8n', 'nodes', 'node_modules', name);
	await mkdir(folder, { recursive: true });
	const untar = { file: 'tar', args: ['-xzf', archive, '-C', folder, '--strip-components=1'] };
	const logFile = join(workFolder, 'untar.log');
	const { ok, lastLines } = await runProgram(
		{ ...untar, cwd: workFolder, env: process.env, logFile },
		signal,
	);
	if (!ok) throw new PlainFailure('Unpacking the package did not work. tar says:', lastLines);

	const unpacked = await readPackageJson(folder);
	delete unpacked.devDependencies;
	delete unpacked.peerDependencies;
	delete unpacked.optionalDependencies;
	await writeFile(join(folder, 'package.json'), JSON.stringify(unpacked, null, 2));
}

/** Name and version of this package. */
export async function readPackageJson(folder = ROOT): Promise<PackageJson> {
	return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as PackageJson;
}
