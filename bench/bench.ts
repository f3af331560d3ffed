import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { Report } from '../testbed/terminal/Report.ts';
import { runMain } from '../testbed/terminal/runMain.ts';
import { resize } from './comparison/account.ts';
import type { Candidate } from './comparison/candidates.ts';
import { compare, measureRun } from './comparison/compare.ts';
import { pollOnce } from './comparison/pollOnce.ts';
import { loadAverage, preface } from './comparison/preface.ts';
import { allMet, resultsText, rowsOf, rowsText, type Results, type Row } from './comparison/results.ts';
import { runAfterTokenExpired } from './comparison/runAfterTokenExpired.ts';
import { SCENARIOS, type Scenario, type Setting } from './comparison/scenarios.ts';
import { startSetup, type Setup } from './comparison/setup.ts';
import { isMet } from './comparison/verdict.ts';
import { requestMilliseconds } from './line/requestMilliseconds.ts';

const RESULTS = join(import.meta.dirname, 'results.md');
const PAIRS = 5;
const QUICK_PAIRS = 2;
const ROUND_TRIPS_MS = [0, 20, 50, 120];

const program = new Command('npm run bench --')
	.description(
		"Compares this package with n8n's HTTP Request node, on this machine only: a real n8n, and a sandbox instead of " +
			'1Password, near or far away. Prints tables with ratios and writes them to bench/results.md, in 25 minutes.',
	)
	.option('--quick', 'some of it in 4 minutes, and nothing is written')
	.option('--only <text>', 'comparisons whose name or counterpart has this text, and nothing is written')
	.option('--profile <folder>', 'n8n leaves a CPU profile there; then only ours runs, and nothing is written')
	.allowExcessArguments(false);

interface Options {
	quick?: boolean;
	only?: string;
	profile?: string;
}

async function runComparisons(setup: Setup, report: Report, options: Options): Promise<Row[]> {
	const { quick, only = '', profile } = options;
	const chosen = SCENARIOS.filter(({ ours, against }) =>
		ours.some(({ name }) => `${name} ${against}`.includes(only)),
	)
		.map(profile ? againstItself : asItIs)
		.flatMap((scenario) =>
			scenario.settings
				.filter((setting) => !quick || setting.quick)
				.map((setting) => [scenario, setting] as const),
		);
	const results = new Map<Setting, Row[]>();
	// One size of the account after the other: it is costly to change.
	for (const [scenario, setting] of chosen.toSorted(([, some], [, other]) => some.users - other.users))
		results.set(setting, await runComparison(setup, report, scenario, setting, quick ? QUICK_PAIRS : PAIRS));
	return chosen.flatMap(([, setting]) => results.get(setting)!);
}

const asItIs = (scenario: Scenario): Scenario => scenario;

/** Only ours runs, so that nothing else is in the profile. */
const againstItself = (scenario: Scenario): Scenario => ({
	...scenario,
	against: 'itself',
	theirs: scenario.ours[0]!.candidate,
});

async function runComparison(
	setup: Setup,
	report: Report,
	scenario: Scenario,
	setting: Setting,
	pairs: number,
): Promise<Row[]> {
	const { users, roundTripMs } = setting;
	const place = setup.places[setting.place];
	const names = scenario.ours.map(({ name }) => name).join(' + ');
	const title = `${names}, against ${scenario.against} (${users.toLocaleString('en')} users, ${setting.place}, ${roundTripMs} ms)`;
	resize(place.sandbox, users);
	await place.setRoundTrip(roundTripMs);
	const contest = {
		ours: scenario.ours.map(({ candidate }) => candidate),
		theirs: scenario.theirs,
		pairs,
	};
	const run = async (candidate: Candidate) => await measureRun(setup, place, candidate);
	return await report.step(
		title,
		async () => rowsOf(scenario, setting, await compare(contest, run)),
		(rows) => `${title}: ${rows.map(({ verdict }) => verdict.ratio.toFixed(3)).join(', ')}`,
		(rows) => rows.every(({ verdict }) => isMet(verdict)),
	);
}

async function measureLine({ line, places }: Setup): Promise<Map<number, number>> {
	const measured = new Map<number, number>();
	for (const roundTripMs of ROUND_TRIPS_MS) {
		await line.setRoundTrip(roundTripMs);
		measured.set(roundTripMs, await requestMilliseconds(line, places.https.sandbox.certificate ?? ''));
	}
	return measured;
}

/** @returns whether every goal was met */
async function main(options: Options, signal: AbortSignal): Promise<boolean> {
	const report = new Report();
	const loadBefore = await loadAverage();
	await using setup = await startSetup(report, signal, options.profile);
	const { quick = false, only, profile } = options;
	const lineMilliseconds = await measureLine(setup);
	const rows = await runComparisons(setup, report, options);
	if (only !== undefined || profile !== undefined) {
		report.line(`\n${rowsText(rows)}`);
		return true;
	}
	const { https } = setup.places;
	const results: Results = { rows, afterExpiry: await runAfterTokenExpired(https) };
	if (!quick) {
		await https.setRoundTrip(0);
		results.quietPoll = await report.step(
			'one trigger poll, no change',
			async () => await pollOnce(setup, https),
			() => 'one trigger poll, no change',
		);
	}
	const circumstances = {
		n8nVersion: setup.n8nVersion,
		pairs: quick ? QUICK_PAIRS : PAIRS,
		quick,
		loadBefore,
		requestMilliseconds: lineMilliseconds,
	};
	const text = `${await preface(circumstances)}\n\n${resultsText(results)}\n`;
	if (!quick) await writeFile(RESULTS, text);
	report.line(`\n${text}`);
	return allMet(results);
}

const options = program.parse().opts<Options>();
await runMain(async (signal) => await main(options, signal));
process.exit();
