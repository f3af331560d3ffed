import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { startSandbox, type Sandbox } from '../sandbox/server.ts';
import { checkPort } from './system/freePort.ts';
import { installN8n, type InstalledN8n } from './n8n/installN8n.ts';
import { N8nRest } from './n8n/n8nRest.ts';
import { startN8n, type N8nServer } from './n8n/n8nServer.ts';
import { buildPackage, installPackage, packPackage, type Packing } from './n8n/packPackage.ts';
import type { Report } from './terminal/report.ts';
import type { Stage } from '../demo/scenario.ts';
import { BREAK_GLASS } from '../demo/siemAlert.ts';
import { setUpStage } from './setUp.ts';

export interface DemoOptions {
	/** Size of the made-up account. */
	users: number;
	/** Where n8n listens; a free port unless told. */
	port?: number;
	/** Which n8n; the pinned one unless told. */
	install?: typeof installN8n;
	/** The package, packed by npm; it is built and packed unless told. */
	archive?: string;
	/** Settings of n8n beside those of the demo. */
	env?: NodeJS.ProcessEnv;
	signal: AbortSignal;
}

/** A demo that is up. Disposing of it ends everything it started and removes its temporary folder. */
export interface Demo extends AsyncDisposable {
	readonly server: N8nServer;
	readonly stage: Stage;
	readonly installed: InstalledN8n;
	/** n8n's `N8N_USER_FOLDER`. */
	readonly userFolder: string;
	readonly logFile: string;
}

/**
 * Builds and packs the package, and starts a sandbox and a real n8n with it, ready for the examples.
 *
 * @throws PlainFailure, or Stopped when the signal aborts; nothing is left running then
 */
export async function startDemo(
	{ users, port, install = installN8n, archive, env, signal }: DemoOptions,
	report: Report,
): Promise<Demo> {
	if (port !== undefined) await checkPort(port);
	await using cleanup = new AsyncDisposableStack();
	const workFolder = await mkdtemp(join(tmpdir(), 'n8n-1password-users-'));
	cleanup.defer(async () => await rm(workFolder, { recursive: true, force: true, maxRetries: 3 }));
	const userFolder = join(workFolder, 'n8n');
	const logFile = join(workFolder, 'n8n.log');
	await mkdir(userFolder);

	await report.step(
		'Building the package and installing it as n8n would',
		async () => await installHere(userFolder, archive, { workFolder, signal }),
		(packed) => `The package is built, packed as ${basename(packed)}, and installed as n8n would`,
	);
	const installed = await report.step(
		'Installing n8n (the first time: minutes and 3 GB)',
		async (progress) => await install(signal, progress),
		({ version, folder }) => `n8n ${version} is installed in ${folder}`,
	);
	const sandbox = await report.step(
		'Starting the sandbox',
		async () => await startAccount(users),
		({ url }) => `The sandbox stands in for 1Password at ${url}`,
	);
	cleanup.defer(async () => await sandbox.close());
	const server = await report.step(
		'Starting n8n',
		async () => await startN8n({ installed, userFolder, logFile, port, env, signal }),
		({ url }) => `n8n runs at ${url}`,
	);
	cleanup.defer(async () => await server.stop());
	const { stage } = await report.step(
		'Setting up n8n: its owner, and a credential for 1Password',
		async () => await setUpStage(new N8nRest(server.url, signal), sandbox),
		({ testMessage }) => `n8n has an owner and a credential; its test says “${testMessage}”`,
	);
	const kept = cleanup.move();
	const dispose = async () => await kept.disposeAsync();
	return { server, stage, installed, userFolder, logFile, [Symbol.asyncDispose]: dispose };
}

async function installHere(
	userFolder: string,
	archive: string | undefined,
	packing: Packing,
): Promise<string> {
	const packed = archive ?? (await buildAndPack(packing));
	await installPackage(packed, userFolder, packing);
	return packed;
}

async function buildAndPack(packing: Packing): Promise<string> {
	await buildPackage(packing);
	return await packPackage(packing);
}

/** A seeded account with one more user, whom the credential protects. */
async function startAccount(users: number): Promise<Sandbox> {
	const sandbox = await startSandbox({ users: users - 1 });
	sandbox.addUser({ email: BREAK_GLASS, display_name: 'Break Glass' });
	return sandbox;
}
