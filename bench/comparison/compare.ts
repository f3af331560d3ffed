import { median } from '../median.ts';
import type { Setup } from './setup.ts';

/** One way to do something. */
export interface Candidate {
	/** @returns the last item of the result */
	run: (setup: Setup) => Promise<Record<string, unknown>>;
}

/** What one run took. */
export interface Run {
	milliseconds: number;
	requests: number;
	tokenCalls: number;
	wireBytes: number;
	cpuSeconds: number;
	peakBytes: number;
}

/** Two ways to do the same, run in turn. */
export interface Comparison {
	ours: Candidate;
	theirs: Candidate;
	/** Puts the account back as it was before each run. */
	reset?: (setup: Setup) => void;
	/** @throws when a run did not do what it should have */
	check: (setup: Setup, lastItem: Record<string, unknown>) => void;
	pairs: number;
}

/** What a comparison measured. */
export interface ComparisonResult {
	/** the median over pairs of our time in relation to theirs */
	ratio: number;
	/** the median, number by number */
	ours: Run;
	theirs: Run;
}

/**
 * Runs both in turn, after one run each that does not count. Which one is first changes from pair to pair, and other load
 * on the machine affects both of a pair alike; so pairs are compared, not sums.
 */
export async function compare(setup: Setup, comparison: Comparison): Promise<ComparisonResult> {
	await runOnce(setup, comparison, comparison.ours);
	await runOnce(setup, comparison, comparison.theirs);
	const pairs: Array<{ ours: Run; theirs: Run }> = [];
	while (pairs.length < comparison.pairs) {
		const first = pairs.length % 2 === 0 ? await runOnce(setup, comparison, comparison.ours) : undefined;
		const theirs = await runOnce(setup, comparison, comparison.theirs);
		pairs.push({ ours: first ?? (await runOnce(setup, comparison, comparison.ours)), theirs });
	}
	return {
		ratio: median(pairs.map(({ ours, theirs }) => ours.milliseconds / theirs.milliseconds)),
		ours: medianRun(pairs.map(({ ours }) => ours)),
		theirs: medianRun(pairs.map(({ theirs }) => theirs)),
	};
}

/** Measures only ours: the median of several runs, after one that does not count. */
export async function measureAlone(setup: Setup, comparison: Omit<Comparison, 'theirs'>): Promise<Run> {
	await runOnce(setup, comparison, comparison.ours);
	const runs: Run[] = [];
	while (runs.length < comparison.pairs) runs.push(await runOnce(setup, comparison, comparison.ours));
	return medianRun(runs);
}

async function runOnce(
	setup: Setup,
	{ reset, check }: Pick<Comparison, 'reset' | 'check'>,
	candidate: Candidate,
): Promise<Run> {
	const { sandbox, process } = setup;
	reset?.(setup);
	sandbox.clearRequests();
	process.resetPeak();
	const cpuBefore = process.cpuSeconds();
	const began = performance.now();
	const lastItem = await candidate.run(setup);
	const milliseconds = performance.now() - began;
	const run = {
		milliseconds,
		cpuSeconds: process.cpuSeconds() - cpuBefore,
		peakBytes: process.peakBytes(),
		tokenCalls: sandbox.requests('token').length,
		requests: sandbox.requests().length,
		wireBytes: sandbox.bytes(),
	};
	check(setup, lastItem);
	return run;
}

function medianRun(runs: Run[]): Run {
	const of = (number: (run: Run) => number) => median(runs.map(number));
	return {
		milliseconds: of((run) => run.milliseconds),
		requests: of((run) => run.requests),
		tokenCalls: of((run) => run.tokenCalls),
		wireBytes: of((run) => run.wireBytes),
		cpuSeconds: of((run) => run.cpuSeconds),
		peakBytes: of((run) => run.peakBytes),
	};
}
