import { Command, InvalidArgumentError } from 'commander';
import { credentialFields } from '../sandbox/control/credentialFields.ts';
import { accessAudit } from './accessAudit.ts';
import { OWNER } from '../testbed/n8n/setUpN8n.ts';
import { PlainFailure } from '../testbed/terminal/PlainFailure.ts';
import { Report } from '../testbed/terminal/Report.ts';
import { runMain } from '../testbed/terminal/runMain.ts';
import { startTestbed, type Testbed } from '../testbed/testbed.ts';
import type { ScenarioResult } from './ScenarioResult.ts';
import { secretSearch } from './secretSearch.ts';
import { alertCommand, siemAlert } from './siemAlert.ts';
import { suspendOutsideN8n, suspensionReport } from './suspensionReport.ts';

/** Shown in this order, until n8n's next poll finds the suspension. */
const SCENARIOS = [siemAlert, accessAudit];

interface CliOptions {
	once?: boolean;
	port?: number;
	users: number;
}

function between(least: number, most: number): (text: string) => number {
	return (text) => {
		const number = Number(text);
		if (Number.isInteger(number) && number >= least && number <= most) return number;
		throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
	};
}

const program = new Command('npm start --')
	.description(
		'Shows this package at work, on this machine only: a real n8n with the package installed, a sandbox instead of ' +
			'1Password, and example workflows that suspend a user, audit who has access, and notice who was suspended.',
	)
	.option('--once', 'end after the examples ran: 0 if they did what they should, else 1')
	.option('--port <port>', 'where n8n listens (defaults to a free port)', between(1, 65535))
	.option('--users <n>', 'size of the made-up 1Password account', between(5, 100_000), 40)
	.allowExcessArguments(false);

async function main({ once, ...options }: CliOptions, signal: AbortSignal): Promise<boolean> {
	const report = new Report();
	report.heading('1Password Users for n8n: the demo');
	await using testbed = await startTestbed({ ...options, signal }, report);
	const passed = await runScenarios(testbed, report);
	if (!once) {
		await printAccess(testbed, report);
		await untilStopped(testbed, signal);
	}
	return passed;
}

/** @returns whether every check passed */
async function runScenarios(testbed: Testbed, report: Report): Promise<boolean> {
	let passed = true;
	const print = ({ title, facts, problems }: ScenarioResult) => {
		report.heading(title);
		report.facts(facts);
		for (const problem of problems) report.line(`  ✘ ${problem}`);
		if (problems.length > 0) passed = false;
	};
	const suspension = await suspendOutsideN8n(testbed);
	for (const scenario of SCENARIOS) for (const result of await scenario(testbed)) print(result);
	report.line('');
	print(await suspensionReport(testbed, suspension, report));
	print(await secretSearch(testbed));
	report.line(passed ? '\nAll checks passed.' : '\nSome checks failed, see ✘ above.');
	return passed;
}

/** Tells how to look around in n8n and in the sandbox. */
async function printAccess(testbed: Testbed, report: Report): Promise<void> {
	report.heading('Look around');
	report.facts([
		['n8n', testbed.server.url],
		['Email', OWNER.email],
		['Password', OWNER.password],
		['Sandbox', `${testbed.sandbox.url}/_sandbox`],
	]);
	report.line('\nFor a credential of your own, made up and good for this sandbox only:\n');
	report.facts(credentialFields(testbed.sandbox));
	report.line(`\nOr send one more alert:\n\n  ${await alertCommand(testbed)}`);
	report.line('\nStop with Ctrl-C; nothing is kept.');
}

async function untilStopped({ server }: Testbed, signal: AbortSignal): Promise<void> {
	const stopped = new Promise<'stopped'>((resolve) => {
		if (signal.aborted) resolve('stopped');
		signal.addEventListener('abort', () => resolve('stopped'), { once: true });
	});
	if ((await Promise.race([stopped, server.ended])) !== 'stopped')
		throw new PlainFailure('n8n has ended by itself.');
}

const cliOptions = program.parse().opts<CliOptions>();
await runMain(async (signal) => await main(cliOptions, signal));
