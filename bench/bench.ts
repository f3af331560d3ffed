import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { failureText } from '../testbed/terminal/failureText.ts';
import { Report } from '../testbed/terminal/report.ts';
import { stopSignal } from '../testbed/system/stopSignal.ts';
import { openArena, type Arena } from './contest/arena.ts';
import { resize } from './contest/contenders.ts';
import { fight } from './contest/duel.ts';
import { loadMilliseconds, packageSize } from './contest/footprint.ts';
import { grow } from './contest/growth.ts';
import { loadAverage, preface } from './contest/preface.ts';
import { allMet, contestsText, resultsText, type Results } from './contest/results.ts';
import { SCENARIOS, type Scenario, type Setting } from './contest/scenarios.ts';
import { pollOnce, runAfterTokenDied } from './contest/special.ts';

const RESULTS = join(import.meta.dirname, 'results.md');
const PAIRS = 5;
const QUICK_PAIRS = 3;
const GROWTH = [1_000, 10_000, 100_000, 300_000];
const QUICK_GROWTH = GROWTH.slice(0, 2);

const program = new Command('npm run bench --')
	.description(
		"Holds this package against n8n's HTTP Request node, on this machine only: a real n8n, and a sandbox instead of " +
			'1Password. Prints tables with ratios and writes them to bench/results.md.',
	)
	.option('--quick', 'some of it in 3 minutes, and nothing is written')
	.option('--only <text>', 'contests whose name or opponent has this text, and nothing is written')
	.option('--profile <folder>', 'n8n leaves a CPU profile there; then only ours runs, and nothing is written')
	.allowExcessArguments(false);

type Fights = Results['fights'];
interface Options {
	quick?: boolean;
	only?: string;
	profile?: string;
}

async function runContests(
	arena: Arena,
	report: Report,
	{ quick, only = '', profile }: Options,
): Promise<Fights> {
	const scenarios = SCENARIOS.filter(({ name, against }) => `${name} ${against}`.includes(only));
	const chosen = scenarios
		.map(profile ? againstItself : asItIs)
		.flatMap((scenario) =>
			scenario.settings
				.filter((setting) => !quick || setting.quick)
				.map((setting) => [scenario, setting] as const),
		);
	const outcomes = new Map<Setting, Fights[number]>();
	// One size of the account after the other: it is costly to change.
	for (const [scenario, setting] of chosen.toSorted(([, some], [, other]) => some.users - other.users))
		outcomes.set(setting, await runContest(arena, report, scenario, setting, quick ? QUICK_PAIRS : PAIRS));
	return chosen.map(([, setting]) => outcomes.get(setting)!);
}

const asItIs = (scenario: Scenario): Scenario => scenario;

/** Nobody else shall be in the profile. */
function againstItself({ duel, ...scenario }: Scenario): Scenario {
	return { ...scenario, against: 'itself', duel: { ...duel, theirs: duel.ours } };
}

async function runContest(
	arena: Arena,
	report: Report,
	scenario: Scenario,
	setting: Setting,
	pairs: number,
): Promise<Fights[number]> {
	const { users, latencyMs } = setting;
	const title = `${scenario.name}, against ${scenario.against} (${users.toLocaleString('en')} users, ${latencyMs} ms)`;
	resize(arena, users);
	arena.sandbox.latency(latencyMs);
	const outcome = await report.step(
		title,
		async () => await fight(arena, { ...scenario.duel, pairs }),
		({ ratio }) => `${title}: ${ratio.toFixed(3)}`,
	);
	return { scenario, setting, outcome };
}

async function main(options: Options, signal: AbortSignal): Promise<void> {
	const report = new Report();
	const loadBefore = await loadAverage();
	await using arena = await openArena(report, signal, options.profile);
	const { quick = false, only, profile } = options;
	const fights = await runContests(arena, report, options);
	if (only !== undefined || profile !== undefined) return report.line(`\n${contestsText(fights)}`);
	const growth = [];
	for (const users of quick ? QUICK_GROWTH : GROWTH) {
		const title = `growth: ${users.toLocaleString('en')} users`;
		growth.push(
			await report.step(
				title,
				async () => await grow(arena, users, quick ? 1 : PAIRS),
				() => title,
			),
		);
	}
	const results: Results = {
		fights,
		growth,
		deadToken: await runAfterTokenDied(arena),
		size: await packageSize(),
		loadMilliseconds: await loadMilliseconds(),
		quietPoll: await report.step(
			'one trigger poll, no change',
			async () => await pollOnce(arena),
			() => 'one trigger poll, no change',
		),
	};
	const circumstances = {
		n8nVersion: arena.n8nVersion,
		pairs: quick ? QUICK_PAIRS : PAIRS,
		quick,
		loadBefore,
	};
	const text = `${await preface(circumstances)}\n\n${resultsText(results)}\n`;
	if (!quick) await writeFile(RESULTS, text);
	report.line(`\n${text}`);
	if (!allMet(results)) process.exitCode = 1;
}

const signal = stopSignal();
try {
	await main(program.parse().opts<Options>(), signal);
} catch (error) {
	console.error(`\n${signal.aborted ? 'Stopped.' : failureText(error)}`);
	process.exitCode = signal.aborted ? 130 : 1;
}
process.exit();
