import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { Report } from '../testbed/terminal/Report.ts';
import { runMain } from '../testbed/terminal/runMain.ts';
import { resize } from './comparison/account.ts';
import { compare } from './comparison/compare.ts';
import { loadMilliseconds } from './comparison/loadMilliseconds.ts';
import { measureGrowth } from './comparison/measureGrowth.ts';
import { packageSize } from './comparison/packageSize.ts';
import { pollOnce } from './comparison/pollOnce.ts';
import { loadAverage, preface } from './comparison/preface.ts';
import { allMet, comparisonsText, resultsText, type Results } from './comparison/results.ts';
import { runAfterTokenExpired } from './comparison/runAfterTokenExpired.ts';
import { SCENARIOS, type Scenario, type Setting } from './comparison/scenarios.ts';
import { startSetup, type Setup } from './comparison/setup.ts';

const RESULTS = join(import.meta.dirname, 'results.md');
const PAIRS = 5;
const QUICK_PAIRS = 3;
const GROWTH = [1_000, 10_000, 100_000, 300_000];
const QUICK_GROWTH = GROWTH.slice(0, 2);

const program = new Command('npm run bench --')
	.description(
		"Compares this package with n8n's HTTP Request node, on this machine only: a real n8n, and a sandbox instead of " +
			'1Password. Prints tables with ratios and writes them to bench/results.md.',
	)
	.option('--quick', 'some of it in 3 minutes, and nothing is written')
	.option('--only <text>', 'comparisons whose name or counterpart has this text, and nothing is written')
	.option('--profile <folder>', 'n8n leaves a CPU profile there; then only ours runs, and nothing is written')
	.allowExcessArguments(false);

type Comparisons = Results['comparisons'];
interface Options {
	quick?: boolean;
	only?: string;
	profile?: string;
}

async function runComparisons(
	setup: Setup,
	report: Report,
	{ quick, only = '', profile }: Options,
): Promise<Comparisons> {
	const scenarios = SCENARIOS.filter(({ name, against }) => `${name} ${against}`.includes(only));
	const chosen = scenarios
		.map(profile ? againstItself : asItIs)
		.flatMap((scenario) =>
			scenario.settings
				.filter((setting) => !quick || setting.quick)
				.map((setting) => [scenario, setting] as const),
		);
	const results = new Map<Setting, Comparisons[number]>();
	// One size of the account after the other: it is costly to change.
	for (const [scenario, setting] of chosen.toSorted(([, some], [, other]) => some.users - other.users))
		results.set(setting, await runComparison(setup, report, scenario, setting, quick ? QUICK_PAIRS : PAIRS));
	return chosen.map(([, setting]) => results.get(setting)!);
}

const asItIs = (scenario: Scenario): Scenario => scenario;

/** Only ours runs, so that nothing else is in the profile. */
function againstItself({ comparison, ...scenario }: Scenario): Scenario {
	return { ...scenario, against: 'itself', comparison: { ...comparison, theirs: comparison.ours } };
}

async function runComparison(
	setup: Setup,
	report: Report,
	scenario: Scenario,
	setting: Setting,
	pairs: number,
): Promise<Comparisons[number]> {
	const { users, latencyMs } = setting;
	const title = `${scenario.name}, against ${scenario.against} (${users.toLocaleString('en')} users, ${latencyMs} ms)`;
	resize(setup, users);
	setup.sandbox.latency(latencyMs);
	const result = await report.step(
		title,
		async () => await compare(setup, { ...scenario.comparison, pairs }),
		({ ratio }) => `${title}: ${ratio.toFixed(3)}`,
	);
	return { scenario, setting, result };
}

/** @returns whether every goal was met */
async function main(options: Options, signal: AbortSignal): Promise<boolean> {
	const report = new Report();
	const loadBefore = await loadAverage();
	await using setup = await startSetup(report, signal, options.profile);
	const { quick = false, only, profile } = options;
	const comparisons = await runComparisons(setup, report, options);
	if (only !== undefined || profile !== undefined) {
		report.line(`\n${comparisonsText(comparisons)}`);
		return true;
	}
	const growth = [];
	for (const users of quick ? QUICK_GROWTH : GROWTH) {
		const title = `growth: ${users.toLocaleString('en')} users`;
		growth.push(
			await report.step(
				title,
				async () => await measureGrowth(setup, users, quick ? 1 : PAIRS),
				() => title,
			),
		);
	}
	const results: Results = {
		comparisons,
		growth,
		afterExpiry: await runAfterTokenExpired(setup),
		size: await packageSize(),
		loadMilliseconds: await loadMilliseconds(),
		quietPoll: await report.step(
			'one trigger poll, no change',
			async () => await pollOnce(setup),
			() => 'one trigger poll, no change',
		),
	};
	const circumstances = {
		n8nVersion: setup.n8nVersion,
		pairs: quick ? QUICK_PAIRS : PAIRS,
		quick,
		loadBefore,
	};
	const text = `${await preface(circumstances)}\n\n${resultsText(results)}\n`;
	if (!quick) await writeFile(RESULTS, text);
	report.line(`\n${text}`);
	return allMet(results);
}

const options = program.parse().opts<Options>();
await runMain(async (signal) => await main(options, signal));
process.exit();
