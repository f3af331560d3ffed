import { median } from '../../../bench/median.ts';
import type { Run } from '../../../bench/comparison/compare.ts';
import { isMet, judge, medianRun, type Goals } from '../../../bench/comparison/verdict.ts';

const MEGABYTE = 1e6;
const run = (numbers: Partial<Run> = {}): Run => ({
	milliseconds: 1000,
	requests: 10,
	listings: 1,
	tokenCalls: 0,
	wireBytes: 5000,
	cpuSeconds: 1,
	peakBytes: 500 * MEGABYTE,
	...numbers,
});
const runs = (key: keyof Run, ...numbers: number[]) => numbers.map((number) => run({ [key]: number }));
const three = [run(), run(), run()];
const goals = (more: Partial<Goals> = {}): Goals => ({ ratio: 1, ...more });

describe('the ratio', () => {
	it('is the median over pairs of our time ÷ theirs, not the ratio of the medians', () => {
		const ours = runs('milliseconds', 100, 300, 500);
		const theirs = runs('milliseconds', 1000, 500, 600);

		expect(judge(goals(), ours, theirs).ratio).toBe(0.6);
	});

	it.each([
		[1, true],
		[0.999, false],
	])('of 1 where the goal is %d: kept is %s', (ratio, isKept) => {
		const verdict = judge(goals({ ratio }), three, three);

		expect(verdict.kept.milliseconds).toBe(isKept);
		expect(isMet(verdict)).toBe(isKept);
	});
});

describe.each(['requests', 'tokenCalls', 'listings'] as const)('a goal for %s', (count) => {
	it('holds for every run, not for the median', () => {
		expect(judge(goals({ [count]: 2 }), runs(count, 2, 1, 2), three).kept[count]).toBe(true);
		const broken = judge(goals({ [count]: 2 }), runs(count, 2, 2, 3), three);
		expect(broken.kept[count]).toBe(false);
		expect(isMet(broken)).toBe(false);
	});

	it('is none where there is no number, and does not ask about theirs', () => {
		const many = runs(count, 99, 99, 99);

		expect(judge(goals(), many, three).kept).not.toHaveProperty(count);
		expect(judge(goals({ [count]: 99 }), many, many).kept[count]).toBe(true);
		expect(judge(goals({ [count]: 10 }), three, many).kept[count]).toBe(true);
	});
});

describe('CPU time and memory', () => {
	it.each([
		['cpuSeconds', [0.9, 1, 3], true],
		['cpuSeconds', [1, 1.01, 1.01], true],
		['cpuSeconds', [1.02, 1.02, 0.5], false],
		['peakBytes', [500 * MEGABYTE, 400 * MEGABYTE, 900 * MEGABYTE], true],
		['peakBytes', [510 * MEGABYTE, 510 * MEGABYTE, 510 * MEGABYTE], true],
		['peakBytes', [511 * MEGABYTE, 511 * MEGABYTE, 400 * MEGABYTE], false],
	] as const)('%s of %j: kept is %s', (key, numbers, isKept) => {
		const verdict = judge(goals(), runs(key, ...numbers), three);

		expect(verdict.kept[key]).toBe(isKept);
		expect(isMet(verdict)).toBe(isKept);
	});

	it('may be more where ours does more than theirs', () => {
		const costly = three.map((some) => ({ ...some, cpuSeconds: 50, peakBytes: 1e9 }));
		const verdict = judge(goals({ mayCostMore: true }), costly, three);

		expect(verdict.kept).toEqual({ milliseconds: true });
		expect(isMet(verdict)).toBe(true);
	});
});

describe('the median', () => {
	it('is the number in the middle, or the mean of the two there', () => {
		expect(median([3, 1, 100])).toBe(3);
		expect(median([4, 1, 100, 2])).toBe(3);
	});

	it('of runs is one of each number', () => {
		const some = [run({ milliseconds: 1, requests: 9 }), run({ milliseconds: 2, requests: 8 })];

		expect(medianRun([...some, run({ milliseconds: 3, requests: 7 })])).toEqual(
			run({ milliseconds: 2, requests: 8 }),
		);
	});
});
