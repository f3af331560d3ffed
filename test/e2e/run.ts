import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Argument, Command, Option } from 'commander';
import { buildPackage, packPackage } from '../../testbed/n8n/packPackage.ts';
import { Stopped } from '../../testbed/terminal/PlainFailure.ts';
import { runMain } from '../../testbed/terminal/runMain.ts';
import { runJobs, type JobContext } from './runJobs.ts';
import { leftoversIn } from './leftovers.ts';
import { SUITES } from './suites.ts';
import { N8N_VERSIONS } from './underTest.ts';

const program = new Command('npm run test:e2e --')
	.description(
		'Does in a real n8n, with a sandbox instead of 1Password, what people do with this package: ' +
			'on the pinned n8n, and all but the browser on the oldest that is supported.',
	)
	.addArgument(new Argument('[suites...]', 'only these').choices(SUITES.map(({ name }) => name)))
	.addOption(new Option('--n8n <versions...>', 'only on these').choices(N8N_VERSIONS).default(N8N_VERSIONS));

async function main(
	names: readonly string[],
	versions: readonly string[],
	signal: AbortSignal,
): Promise<boolean> {
	// Said before anything is built or installed: what is missing would else show after minutes, in the log of a suite.
	for (const { name, requires = [] } of SUITES)
		if (names.includes(name)) for (const check of requires) await check();
	const started = Date.now();
	const folder = await mkdtemp(join(tmpdir(), 'e2e-'));
	try {
		const context = await prepare(folder, signal);
		const jobs = N8N_VERSIONS.filter((version) => versions.includes(version)).flatMap((version) =>
			SUITES.filter(
				({ name, onEveryN8n }) => names.includes(name) && (onEveryN8n || version === 'pinned'),
			).map((suite) => ({ suite, version })),
		);
		const results = await runJobs(jobs, context);
		const leftovers = await leftoversIn(context.tempFolder);
		for (const leftover of leftovers) console.log(`✘ Left behind: ${leftover}`);
		const failed = results.filter((ok) => !ok).length;
		const minutes = Math.ceil((Date.now() - started) / 60_000);
		console.log(`\n${results.length - failed} suites passed, ${failed} failed, in ${minutes} minutes.`);
		if (signal.aborted) throw new Stopped();
		return results.length > 0 && failed === 0 && leftovers.length === 0;
	} finally {
		await rm(folder, { recursive: true, force: true, maxRetries: 3 });
	}
}

async function prepare(folder: string, signal: AbortSignal): Promise<JobContext> {
	const logs = join(folder, 'logs');
	const tempFolder = join(folder, 'tmp');
	for (const path of [logs, tempFolder]) await mkdir(path);
	// PostgreSQL does not run as root; its own user has to reach its folder in here.
	for (const path of [folder, tempFolder]) await chmod(path, 0o711);
	const packing = { workFolder: logs, signal };
	await buildPackage(packing);
	return { logs, tempFolder, archive: await packPackage(packing), signal };
}

program.parse();
const { n8n } = program.opts<{ n8n: string[] }>();
const suites = program.args.length > 0 ? program.args : SUITES.map(({ name }) => name);
await runMain(async (signal) => await main(suites, n8n, signal));
