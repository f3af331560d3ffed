import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Sandbox } from '../sandbox/server.ts';
import { accountCredential, startAccount } from './account.ts';
import { installN8n, type InstalledN8n } from './n8n/installN8n.ts';
import { N8nRest } from './n8n/N8nRest.ts';
import { startN8n, type N8nServer } from './n8n/startN8n.ts';
import { buildPackage, installPackage, packPackage, type Packing } from './n8n/packPackage.ts';
import { setUpN8n, type ReadyN8n } from './n8n/setUpN8n.ts';
import { checkPort } from './system/freePort.ts';
import type { Report } from './terminal/Report.ts';

export interface TestbedOptions {
	/** Size of the made-up account. */
	users: number;
	/** Where n8n listens; defaults to a free port. */
	port?: number;
	/** Which n8n; defaults to the pinned one. */
	install?: typeof installN8n;
	/** The package, packed by npm; without it, the package is built and packed. */
	archive?: string;
	/** Settings of n8n beside those of `n8nEnvironment`. */
	env?: NodeJS.ProcessEnv;
	signal: AbortSignal;
}

/** A real n8n with the package and a sandbox. Disposing of it ends everything it started and removes its temporary folder. */
export interface Testbed extends ReadyN8n, AsyncDisposable {
	readonly sandbox: Sandbox;
	readonly server: N8nServer;
	readonly installed: InstalledN8n;
	/** n8n's `N8N_USER_FOLDER`. */
	readonly userFolder: string;
	readonly logFile: string;
}

/**
 * Builds and packs the package, and starts a sandbox and a real n8n with it, ready for workflows.
 *
 * @throws PlainFailure, or Stopped when the signal aborts; nothing is left running then
 */
export async function startTestbed(
	{ users, port, install = installN8n, archive, env, signal }: TestbedOptions,
	report: Report,
): Promise<Testbed> {
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
	const { n8n, credentials, webhookKey } = await report.step(
		'Setting up n8n: its owner, and a credential for 1Password',
		async () => await setUpN8n(new N8nRest(server.url, signal), accountCredential(sandbox)),
		({ testMessage }) => `n8n has an owner and a credential; its test says “${testMessage}”`,
	);
	const kept = cleanup.move();
	return {
		n8n,
		credentials,
		webhookKey,
		sandbox,
		server,
		installed,
		userFolder,
		logFile,
		[Symbol.asyncDispose]: async () => await kept.disposeAsync(),
	};
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
