import type { ComparisonResult } from './compare.ts';
import { kilobytes, markdownTable, megabytes, whole } from './markdown.ts';
import type { Growth } from './measureGrowth.ts';
import type { Size } from './packageSize.ts';
import type { PollCost } from './pollOnce.ts';
import type { AfterExpiry } from './runAfterTokenExpired.ts';
import type { Scenario, Setting } from './scenarios.ts';

/** Everything that was measured. */
export interface Results {
	comparisons: Array<{ scenario: Scenario; setting: Setting; result: ComparisonResult }>;
	afterExpiry: Record<'ours' | 'theirs', AfterExpiry>;
	growth: Growth[];
	quietPoll: Record<'ours' | 'theirs', PollCost>;
	size: Size;
	loadMilliseconds: number;
}

const LARGEST_POLL_SHARE = 0.1;
const LARGEST_PACKAGE = 60_000;

type Cell = (comparison: Results['comparisons'][number]) => string;

const both = (number: (run: ComparisonResult['ours']) => string): Cell => {
	return ({ result: { ours, theirs } }) => `${number(ours)} / ${number(theirs)}`;
};

const COLUMNS: ReadonlyArray<readonly [heading: string, cell: Cell]> = [
	['users', ({ setting }) => whole(setting.users)],
	['latency, ms', ({ setting }) => String(setting.latencyMs)],
	['ratio', ({ result }) => result.ratio.toFixed(result.ratio < 0.1 ? 3 : 2)],
	['', (comparison) => mark(isMet(comparison))],
	['time, ms', both(({ milliseconds }) => whole(milliseconds))],
	['requests', both(({ requests }) => whole(requests))],
	['token calls', both(({ tokenCalls }) => String(tokenCalls))],
	['wire, kB', both(({ wireBytes }) => whole(wireBytes / 1000))],
	['CPU, s', both(({ cpuSeconds }) => cpuSeconds.toFixed(2))],
	['peak RSS, MB', both(({ peakBytes }) => megabytes(peakBytes))],
];

const mark = (isKept: boolean) => (isKept ? '✔' : '✘');

const isMet = ({ scenario, result }: Results['comparisons'][number]) => result.ratio <= scenario.goal;

/** Whether every goal was reached. */
export function allMet({ comparisons, afterExpiry: { ours }, quietPoll, size }: Results): boolean {
	const share = quietPoll.ours.requests / quietPoll.theirs.requests;
	const isTokenCheap = ours.refused === 0 && ours.tokenCalls === 1;
	return (
		comparisons.every(isMet) && isTokenCheap && share <= LARGEST_POLL_SHARE && size.unpacked < LARGEST_PACKAGE
	);
}

/** All tables, in Markdown. */
export function resultsText(results: Results): string {
	return [
		comparisonsText(results.comparisons),
		afterExpiryText(results),
		quietPollText(results),
		growthText(results),
		packageText(results),
	].join('\n\n');
}

/** The tables of what was timed against something else. */
export function comparisonsText(comparisons: Results['comparisons']): string {
	const scenarios = [...new Set(comparisons.map(({ scenario }) => scenario))];
	return scenarios.map((scenario) => scenarioText(scenario, comparisons)).join('\n\n');
}

function scenarioText(scenario: Scenario, comparisons: Results['comparisons']): string {
	const rows = comparisons
		.filter((comparison) => comparison.scenario === scenario)
		.map((comparison) => COLUMNS.map(([, cell]) => cell(comparison)));
	const headings = COLUMNS.map(([heading]) => heading);
	return `## ${scenario.name}\n\nAgainst: ${scenario.against}. Goal: ratio ≤ ${scenario.goal}.\n\n${markdownTable(headings, rows)}`;
}

function afterExpiryText({ afterExpiry: { ours, theirs } }: Results): string {
	const row = (name: string, { requests, refused, tokenCalls }: AfterExpiry) => [
		name,
		...[requests, refused, tokenCalls].map(String),
	];
	const isMet = ours.refused === 0 && ours.tokenCalls === 1;
	const rows = [row('ours', ours), row('HTTP Request', theirs)];
	const headings = ['', 'requests', 'with the expired token', 'token calls'];
	return `## a scheduled run after the token expired\n\nLists 1,000 users. Goal: no request with an expired token, 1 token call. ${mark(isMet)}\n\n${markdownTable(headings, rows)}`;
}

function quietPollText({ quietPoll: { ours, theirs } }: Results): string {
	const row = (name: string, { requests, wireBytes }: PollCost) => [
		name,
		String(requests),
		whole(wireBytes / 1000),
	];
	const share = ours.requests / theirs.requests;
	const rows = [row('ours', ours), row('Schedule, HTTP Request, Split Out, Remove Duplicates', theirs)];
	const goal = `Goal: ≤ ${LARGEST_POLL_SHARE} of the requests. It is ${share.toFixed(2)}. ${mark(share <= LARGEST_POLL_SHARE)}`;
	return `## one trigger poll, no change\n\n20,000 users, 8 % of them suspended. ${goal}\n\n${markdownTable(['', 'requests', 'wire, kB'], rows)}`;
}

function growthText({ growth }: Results): string {
	const headings = ['users', 'ms', 'ms per 1,000', 'peak RSS, MB', 'ms', 'ms per 1,000', 'peak RSS, MB'];
	const rows = growth.map(({ users, list, getByEmail }) => [
		whole(users),
		...[list, getByEmail].flatMap(({ milliseconds, peakBytes }) => [
			whole(milliseconds),
			((milliseconds / users) * 1000).toFixed(1),
			megabytes(peakBytes),
		]),
	]);
	return `## growth\n\nOurs, latency 0: first three numbers, everyone is listed; last three, everyone is asked for by email, one item each.\n\n${markdownTable(headings, rows)}`;
}

function packageText({ size, loadMilliseconds }: Results): string {
	const { packed, unpacked, code, json, readme, others } = size;
	const rows = [
		['code (.js)', kilobytes(code)],
		['JSON (package.json, codex, schemas)', kilobytes(json)],
		['README.md', kilobytes(readme)],
		['others (licence)', kilobytes(others)],
		['unpacked, without images', kilobytes(unpacked)],
		['packed', kilobytes(packed)],
	];
	const goal = `Goal: under ${LARGEST_PACKAGE / 1000} kB unpacked, without images. ${mark(unpacked < LARGEST_PACKAGE)}`;
	return `## the package\n\n${goal} Loading it takes ${loadMilliseconds.toFixed(1)} ms once n8n-workflow is there (the median of several processes).\n\n${markdownTable(['', 'kB'], rows)}`;
}
