import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../../sandbox/server.ts';
import type { N8nRest } from '../../testbed/n8n/N8nRest.ts';
import { freePort, LOOPBACK } from '../../testbed/system/freePort.ts';
import type { Report } from '../../testbed/terminal/Report.ts';
import { startTestbed } from '../../testbed/testbed.ts';
import { Line } from '../line/Line.ts';
import { N8nProcess } from './N8nProcess.ts';
import { Place } from './Place.ts';

/** Longer than any benchmark takes: what a token costs is a scenario of its own. */
const TOKEN_LIFETIME_SECONDS = 86_400;

/** To begin with; each comparison has the account it needs. */
const FEWEST_USERS = 5;

/** n8n's default log level. */
const PRODUCTION = { N8N_LOG_LEVEL: 'info' };

/** Where everything is measured: one n8n, and two sandboxes. */
export interface Setup extends AsyncDisposable {
	n8n: N8nRest;
	n8nVersion: string;
	process: N8nProcess;
	/** the near one without TLS, and the one that is as far away as it is told to be */
	places: Readonly<Record<'http' | 'https', Place>>;
	line: Line;
}

/**
 * Builds and packs the package, installs it into a new n8n, and activates all workflows in it.
 *
 * @param profileFolder where n8n leaves a CPU profile when it ends; by default it leaves none
 */
export async function startSetup(
	report: Report,
	signal: AbortSignal,
	profileFolder?: string,
): Promise<Setup> {
	await using cleanup = new AsyncDisposableStack();
	const distant = await startSandbox({ users: FEWEST_USERS, https: true, strict: true });
	cleanup.defer(async () => await distant.close());
	const line = cleanup.use(await Line.open(distant.url));
	const folder = await mkdtemp(join(tmpdir(), 'bench-'));
	cleanup.defer(async () => await rm(folder, { recursive: true }));
	const certificate = join(folder, 'certificate.pem');
	await writeFile(certificate, distant.certificate ?? '');

	// Garbage that is collected on demand would show in a profile.
	const inspectorPort = profileFolder === undefined ? await freePort() : undefined;
	const env = {
		...PRODUCTION,
		NODE_EXTRA_CA_CERTS: certificate,
		NODE_OPTIONS: profileFolder
			? `--cpu-prof --cpu-prof-dir=${profileFolder}`
			: `--inspect-port=${LOOPBACK}:${inspectorPort}`,
	};
	const testbed = cleanup.use(await startTestbed({ users: FEWEST_USERS, env, signal }, report));
	const { n8n, server, installed } = testbed;
	for (const sandbox of [testbed.sandbox, distant]) sandbox.setTokenLifetime(TOKEN_LIFETIME_SECONDS);
	const common = { n8n, n8nUrl: server.url, signal };
	const places = {
		http: await Place.create({ ...common, name: 'http', sandbox: testbed.sandbox }),
		https: await Place.create({ ...common, name: 'https', sandbox: distant, line }),
	};

	const kept = cleanup.move();
	return {
		n8n,
		n8nVersion: installed.version,
		process: new N8nProcess(new URL(server.url).port, inspectorPort),
		places,
		line,
		[Symbol.asyncDispose]: async () => await kept.disposeAsync(),
	};
}
