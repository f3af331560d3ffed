import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failureText } from '../../testbed/terminal/failureText.ts';
import { runProgram } from '../../testbed/system/runProgram.ts';
import type { Suite } from './suites.ts';
import { installVersion, type N8nVersion } from './underTest.ts';

/** So many suites run side by side, and as many of those that mostly wait; with more, they would wait for the processor. */
const AT_ONCE = 2;

/** One suite on one n8n. */
export interface Job {
	suite: Suite;
	version: N8nVersion;
}

/** What all jobs need. */
export interface JobContext {
	/** Folder for what they print. */
	logs: string;
	/** Temporary folder of everything they start. */
	tempFolder: string;
	/** The packed package. */
	archive: string;
	signal: AbortSignal;
}

/**
 * Runs the jobs, each in a process of its own, and prints what each one printed, what failed at the very end: those that
 * mostly wait and the others side by side, some at a time, in their order.
 *
 * @returns for each job whether it passed; fewer, when the signal aborts
 */
export async function runJobs(jobs: readonly Job[], context: JobContext): Promise<boolean[]> {
	const install = installingInTurn(context.signal);
	const results: boolean[] = [];
	const failed: string[] = [];
	const run = async ([position, job]: [number, Job]) => {
		if (context.signal.aborted) return;
		results[position] = await install(job.version)
			.then(async () => await runJob(job, context, failed))
			.catch((error: unknown) => tell(error));
	};
	const runAll = async (isAmong: (job: Job) => boolean) => {
		// All workers take their jobs from the same iterator.
		const some = [...jobs.entries()].filter(([, job]) => isAmong(job)).values();
		const work = async () => {
			for (const job of some) await run(job);
		};
		await Promise.all(Array.from({ length: AT_ONCE }, work));
	};
	const waits = ({ suite }: Job) => suite.mostlyWaits === true;
	await Promise.all([runAll(waits), runAll((job) => !waits(job))]);
	for (const logFile of failed) console.log(await readFile(logFile, 'utf8'));
	return results;
}

/** @returns that the job did not pass */
function tell(error: unknown): false {
	console.log(`✘ ${failureText(error)}`);
	return false;
}

/** Installs each n8n when it is first asked for, one after the other: two at once would not be faster. */
function installingInTurn(signal: AbortSignal): (version: N8nVersion) => Promise<void> {
	const installed = new Map<N8nVersion, Promise<void>>();
	let previous = Promise.resolve();
	return async (version) => {
		let installing = installed.get(version);
		if (!installing) {
			installing = previous.then(async () => {
				const n8n = await installVersion(version, signal);
				console.log(`✔ The ${version} n8n is ${n8n.version}`);
			});
			installed.set(version, installing);
			previous = installing;
		}
		await installing;
	};
}

/** @param failed takes the log of a suite that did not pass */
async function runJob({ suite, version }: Job, context: JobContext, failed: string[]): Promise<boolean> {
	const { logs, tempFolder, archive, signal } = context;
	const started = Date.now();
	const logFile = join(logs, `${suite.name}-${version}.log`);
	const { ok } = await runProgram(
		{
			file: process.execPath,
			args: ['--test-reporter=spec', suite.file],
			cwd: tempFolder,
			env: {
				...process.env,
				TMPDIR: tempFolder,
				E2E_N8N: version,
				E2E_SCHEDULER: suite.scheduler,
				E2E_PACKAGE: archive,
			},
			logFile,
		},
		signal,
	);
	const seconds = Math.round((Date.now() - started) / 1000);
	console.log(`\n${ok ? '✔' : '✘'} ${suite.name} on the ${version} n8n, ${seconds} s`);
	if (ok) console.log(await readFile(logFile, 'utf8'));
	else failed.push(logFile);
	return ok;
}
