import { Command, InvalidArgumentError } from 'commander';
import { accessAudit } from './accessAudit.ts';
import { startDemo, type Demo } from '../testbed/testbed.ts';
import { failureText } from '../testbed/terminal/failureText.ts';
import { PlainFailure, Stopped } from '../testbed/terminal/PlainFailure.ts';
import { Report } from '../testbed/terminal/report.ts';
import type { Finding, Scenario } from './scenario.ts';
import { secrecy } from './secrecy.ts';
import { alertCommand, siemAlert } from './siemAlert.ts';
import { OWNER } from '../testbed/setUp.ts';
import { stopSignal } from '../testbed/system/stopSignal.ts';
import { hearAlarm, raiseAlarm } from './suspensionAlarm.ts';

/** What is shown, in this order, while n8n has not noticed the suspension yet. */
const SCENARIOS: readonly Scenario[] = [siemAlert, accessAudit];

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
	.option('--port <port>', 'where n8n listens (a free port unless told)', between(1, 65535))
	.option('--users <n>', 'size of the made-up 1Password account', between(5, 100_000), 40)
	.allowExcessArguments(false);

async function main({ once, ...options }: CliOptions, signal: AbortSignal): Promise<number> {
	const report = new Report();
	report.heading('1Password Users for n8n: the demo');
	await using demo = await startDemo({ ...options, signal }, report);
	const complaints = await runScenarios(demo, report);
	if (!once) {
		await invite(demo, report);
		await untilStopped(demo, signal);
	}
	return complaints.length === 0 ? 0 : 1;
}

async function runScenarios(demo: Demo, report: Report): Promise<string[]> {
	const findings: Finding[] = [];
	const tell = (finding: Finding) => {
		findings.push(finding);
		report.heading(finding.title);
		report.facts(finding.facts);
		for (const complaint of finding.complaints) report.line(`  ✘ ${complaint}`);
	};
	const alarm = await raiseAlarm(demo.stage);
	for (const scenario of SCENARIOS) for (const finding of await scenario(demo.stage)) tell(finding);
	report.line('');
	tell(await hearAlarm(demo.stage, alarm, report));
	tell(await secrecy(demo));
	const complaints = findings.flatMap((finding) => finding.complaints);
	report.line(
		complaints.length === 0 ? '\nAll as it should be.' : '\nNot all is as it should be, see ✘ above.',
	);
	return complaints;
}

async function invite({ server, stage }: Demo, report: Report): Promise<void> {
	report.heading('Look around');
	report.facts([
		['n8n', server.url],
		['Email', OWNER.email],
		['Password', OWNER.password],
		['Sandbox', `${stage.sandbox.url}/_sandbox`],
	]);
	report.line(`\nOr send one more alert:\n\n  ${await alertCommand(server.url, stage)}`);
	report.line('\nStop with Ctrl-C; nothing is kept.');
}

async function untilStopped({ server }: Demo, signal: AbortSignal): Promise<void> {
	const stopped = new Promise<'stopped'>((resolve) => {
		if (signal.aborted) resolve('stopped');
		signal.addEventListener('abort', () => resolve('stopped'), { once: true });
	});
	if ((await Promise.race([stopped, server.ended])) !== 'stopped')
		throw new PlainFailure('n8n has ended by itself.');
}

const cliOptions = program.parse().opts<CliOptions>();
const signal = stopSignal();
try {
	process.exitCode = await main(cliOptions, signal);
} catch (error) {
	const stopped = error instanceof Stopped || signal.aborted;
	if (!stopped) console.error(`\n${failureText(error)}`);
	process.exitCode = stopped ? 130 : 1;
}
