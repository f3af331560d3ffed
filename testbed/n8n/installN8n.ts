import { createHash } from 'node:crypto';
import { copyFile, glob, readFile, statfs } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { npm } from '../system/npm.ts';
import { PlainFailure } from '../terminal/PlainFailure.ts';
import { runProgram } from '../system/runProgram.ts';
import { exists, fillOnce } from '../system/fillOnce.ts';

/** The n8n that is installed by default. */
const PINNED = join(import.meta.dirname, 'pinned');
const NEEDED_BYTES = 3.5e9;

/** An n8n that can be started. */
export interface InstalledN8n {
	version: string;
	folder: string;
	/** The Node.js to run it with. */
	node: string;
	/** The script to run. */
	cli: string;
}

/** How far the installation is, in words. */
export type OnProgress = (text: string) => void;

interface Lockfile {
	packages: Record<string, { version?: string }>;
}

/**
 * An n8n, installed into the user's cache folder where it is missing: minutes and 3 GB, once.
 *
 * Shared by everything with the same lockfile: other runs, other clones, continuous integration.
 *
 * @param manifest the folder whose `package.json` and `package-lock.json` pin n8n and the Node.js it needs
 * @throws PlainFailure when there is no network, no space, or no compiler where one is needed
 */
export async function installN8n(
	signal: AbortSignal,
	onProgress: OnProgress = () => {},
	manifest = PINNED,
): Promise<InstalledN8n> {
	const lockfile = await readFile(join(manifest, 'package-lock.json'), 'utf8');
	const { packages } = JSON.parse(lockfile) as Lockfile;
	const hash = createHash('sha256').update(lockfile).digest('hex').slice(0, 12);
	const folder = join(cacheFolder(), `n8n-${hash}-${process.platform}-${process.arch}`);
	await fillOnce(folder, {
		fill: async (draft) => await install(draft, { manifest, signal, onProgress }),
		waiting: () => onProgress('waiting for another run that installs it'),
		signal,
	});
	return installationIn(folder, packages['node_modules/n8n']?.version ?? '');
}

/** Where installations are kept: `XDG_CACHE_HOME`, else `~/.cache`, and a folder of our own in it. */
export function cacheFolder(): string {
	const configured = process.env['XDG_CACHE_HOME'] ?? '';
	const base = isAbsolute(configured) ? configured : join(homedir(), '.cache');
	return join(base, 'n8n-nodes-1password-users');
}

function installationIn(folder: string, version: string): InstalledN8n {
	const inModules = (path: string) => join(folder, 'node_modules', path);
	return { version, folder, node: inModules('node/bin/node'), cli: inModules('n8n/bin/n8n') };
}

async function install(
	draft: string,
	{ manifest, signal, onProgress }: { manifest: string; signal: AbortSignal; onProgress: OnProgress },
): Promise<void> {
	await checkSpace(dirname(draft));
	for (const file of ['package.json', 'package-lock.json', '.npmrc'])
		await copyFile(join(manifest, file), join(draft, file));
	const run = { cwd: draft, logFile: join(draft, 'install.log'), signal };
	// Without a network, npm ci would go on trying for a quarter of an hour.
	await npm('Installing n8n', ['view', 'n8n', 'version', '--fetch-retries=0', '--fetch-timeout=20000'], run);

	onProgress('its packages');
	// n8n's dependencies bring install scripts that fail on many machines and that it does not need.
	await npm('Installing n8n', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], run);
	onProgress('its Node.js');
	await npm('Installing Node.js for n8n', ['rebuild', 'node'], run);
	const headers = await headersIn(draft);
	onProgress('its database driver (SQLite)');
	await npm('Installing SQLite for n8n', ['rebuild', 'sqlite3'], {
		...run,
		// Its own Node.js brings the headers along, so nothing has to be downloaded to compile against them.
		env: headers ? { npm_config_nodedir: headers } : {},
	});
	await checkWhole(installationIn(draft, ''), run.logFile, signal);
}

async function checkSpace(folder: string): Promise<void> {
	const { bavail, bsize } = await statfs(folder);
	if (bavail * bsize >= NEEDED_BYTES) return;
	const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(1);
	throw new PlainFailure(
		`Not enough space for n8n in ${folder}: it needs ${gigabytes(NEEDED_BYTES)} GB while it is installed, ` +
			`${gigabytes(bavail * bsize)} GB are free. Free some, or set XDG_CACHE_HOME to a folder elsewhere.`,
	);
}

/** Where a Node.js package keeps its C headers; undefined on platforms whose package has none. */
async function headersIn(folder: string): Promise<string | undefined> {
	for await (const path of glob('node_modules/{node/node_modules/,}node-*/include/node/node.h', {
		cwd: folder,
	}))
		return dirname(dirname(dirname(join(folder, path))));
	return undefined;
}

async function checkWhole(
	{ node, cli, folder }: InstalledN8n,
	logFile: string,
	signal: AbortSignal,
): Promise<void> {
	const check = { file: node, args: ['-e', 'require("sqlite3")'], cwd: folder, env: {}, logFile };
	const { ok, lastLines } = await runProgram(check, signal);
	if (!ok || !(await exists(cli)))
		throw new PlainFailure('The n8n that npm installed can’t be used.', lastLines);
}
