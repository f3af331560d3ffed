import type { Arena } from './arena.ts';

/** One of two ways to do something. */
export interface Contender {
	/** @returns the last item of the result */
	run: (arena: Arena) => Promise<Record<string, unknown>>;
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

/** Two ways to do the same, so many times in turn. */
export interface Duel {
	ours: Contender;
	theirs: Contender;
	/** Puts the account back as it was before each run. */
	reset?: (arena: Arena) => void;
	/** @throws when a run did not do what it should have */
	check: (arena: Arena, lastItem: Record<string, unknown>) => void;
	pairs: number;
}

/** What became of it. */
export interface Outcome {
	/** the median over pairs of our time in relation to theirs */
	ratio: number;
	/** the median, number by number */
	ours: Run;
	theirs: Run;
}

/**
 * Lets the two run in turn, after one run each that does not count. Who is first changes from pair to pair, and what else
 * the machine does hits both of a pair alike; so pairs are compared, not sums.
 */
export async function fight(arena: Arena, duel: Duel): Promise<Outcome> {
	await runOnce(arena, duel, duel.ours);
	await runOnce(arena, duel, duel.theirs);
	const pairs: Array<{ ours: Run; theirs: Run }> = [];
	while (pairs.length < duel.pairs) {
		const first = pairs.length % 2 === 0 ? await runOnce(arena, duel, duel.ours) : undefined;
		const theirs = await runOnce(arena, duel, duel.theirs);
		pairs.push({ ours: first ?? (await runOnce(arena, duel, duel.ours)), theirs });
	}
	return {
		ratio: median(pairs.map(({ ours, theirs }) => ours.milliseconds / theirs.milliseconds)),
		ours: medianRun(pairs.map(({ ours }) => ours)),
		theirs: medianRun(pairs.map(({ theirs }) => theirs)),
	};
}

/** Runs it so often, after one run that does not count, and takes the median. */
export async function runAlone(arena: Arena, duel: Omit<Duel, 'theirs'>): Promise<Run> {
	await runOnce(arena, duel, duel.ours);
	const runs: Run[] = [];
	while (runs.length < duel.pairs) runs.push(await runOnce(arena, duel, duel.ours));
	return medianRun(runs);
}

async function runOnce(
	arena: Arena,
	{ reset, check }: Pick<Duel, 'reset' | 'check'>,
	contender: Contender,
): Promise<Run> {
	const { sandbox, process } = arena;
	reset?.(arena);
	sandbox.clearRequests();
	process.resetPeak();
	const cpuBefore = process.cpuSeconds();
	const began = performance.now();
	const lastItem = await contender.run(arena);
	const milliseconds = performance.now() - began;
	const run = {
		milliseconds,
		cpuSeconds: process.cpuSeconds() - cpuBefore,
		peakBytes: process.peakBytes(),
		tokenCalls: sandbox.requests('token').length,
		requests: sandbox.requests().length,
		wireBytes: sandbox.bytes(),
	};
	check(arena, lastItem);
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

/** The one in the middle, of an odd number; else between the two. */
export function median(numbers: number[]): number {
	const sorted = numbers.toSorted((some, other) => some - other);
	const middle = (sorted.length - 1) / 2;
	return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}
