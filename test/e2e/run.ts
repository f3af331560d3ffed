import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Argument, Command, Option } from 'commander';
import { failureText } from '../../testbed/terminal/failureText.ts';
import { buildPackage, packPackage } from '../../testbed/n8n/packPackage.ts';
import { stopSignal } from '../../testbed/system/stopSignal.ts';
import { runJobs, type Surroundings } from './jobs.ts';
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

async function main(names: readonly string[], versions: readonly string[], signal: AbortSignal) {
	const started = Date.now();
	const folder = await mkdtemp(join(tmpdir(), 'e2e-'));
	try {
		const surroundings = await prepare(folder, signal);
		const jobs = N8N_VERSIONS.filter((version) => versions.includes(version)).flatMap((version) =>
			SUITES.filter(
				({ name, onEveryN8n }) => names.includes(name) && (onEveryN8n || version === 'pinned'),
			).map((suite) => ({ suite, version })),
		);
		const results = await runJobs(jobs, surroundings);
		const leftovers = await leftoversIn(surroundings.stages);
		for (const leftover of leftovers) console.log(`✘ Left behind: ${leftover}`);
		const failed = results.filter((ok) => !ok).length;
		const minutes = Math.ceil((Date.now() - started) / 60_000);
		console.log(`\n${results.length - failed} suites passed, ${failed} failed, in ${minutes} minutes.`);
		return results.length > 0 && failed === 0 && leftovers.length === 0;
	} finally {
		await rm(folder, { recursive: true, force: true, maxRetries: 3 });
	}
}

async function prepare(folder: string, signal: AbortSignal): Promise<Surroundings> {
	const logs = join(folder, 'logs');
	const stages = join(folder, 'stages');
	for (const path of [logs, stages]) await mkdir(path);
	// PostgreSQL does not run as root; as somebody else it has to get to its own folder in here.
	for (const path of [folder, stages]) await chmod(path, 0o711);
	const packing = { workFolder: logs, signal };
	await buildPackage(packing);
	return { logs, stages, archive: await packPackage(packing), signal };
}

program.parse();
const { n8n } = program.opts<{ n8n: string[] }>();
const suites = program.args.length > 0 ? program.args : SUITES.map(({ name }) => name);
const signal = stopSignal();
try {
	process.exitCode = (await main(suites, n8n, signal)) ? 0 : 1;
} catch (error) {
	if (!signal.aborted) console.error(`\n${failureText(error)}`);
	process.exitCode = 1;
}
if (signal.aborted) process.exitCode = 130;
