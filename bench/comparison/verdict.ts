import { median } from '../median.ts';
import type { Run } from './compare.ts';

/** What ours has to keep in a row of the results. */
export interface Goals {
	/** at most our time ÷ theirs, the median over pairs */
	ratio: number;
	/** at most that many in any run; without a number, any */
	requests?: number;
	tokenCalls?: number;
	listings?: number;
	/** n8n may need more CPU time and memory than for theirs, which does less */
	mayCostMore?: true;
}

/** Our time ÷ theirs, and which goals are kept; what has no goal has no mark. */
export interface Verdict {
	ratio: number;
	kept: Partial<Record<keyof Run, boolean>>;
}

/** The clock of CPU time goes by hundredths of a second. */
const CPU_TICK_SECONDS = 0.01;
/** The same workflow's peak differs as much from run to run. */
const MEMORY_NOISE = 0.02;

/**
 * Judges the runs of a row.
 *
 * @param ours and `theirs`: as many, run in pairs
 */
export function judge(goals: Goals, ours: readonly Run[], theirs: readonly Run[]): Verdict {
	const ratio = median(ours.map(({ milliseconds }, pair) => milliseconds / theirs[pair]!.milliseconds));
	const kept: Verdict['kept'] = { milliseconds: ratio <= goals.ratio };
	for (const count of ['requests', 'tokenCalls', 'listings'] as const) {
		const most = goals[count];
		if (most !== undefined) kept[count] = ours.every((run) => run[count] <= most);
	}
	if (!goals.mayCostMore) {
		const [our, their] = [medianRun(ours), medianRun(theirs)];
		kept.cpuSeconds = our.cpuSeconds <= their.cpuSeconds + CPU_TICK_SECONDS;
		kept.peakBytes = our.peakBytes <= their.peakBytes * (1 + MEMORY_NOISE);
	}
	return { ratio, kept };
}

/** Whether every goal is kept. */
export const isMet = ({ kept }: Verdict): boolean => !Object.values(kept).includes(false);

/** The median of several runs, number by number. */
export function medianRun(runs: readonly Run[]): Run {
	const of = (number: keyof Run) => median(runs.map((run) => run[number]));
	return {
		milliseconds: of('milliseconds'),
		requests: of('requests'),
		listings: of('listings'),
		tokenCalls: of('tokenCalls'),
		wireBytes: of('wireBytes'),
		cpuSeconds: of('cpuSeconds'),
		peakBytes: of('peakBytes'),
	};
}
