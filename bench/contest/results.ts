import type { Outcome } from './duel.ts';
import type { Size } from './footprint.ts';
import type { Growth } from './growth.ts';
import { kilobytes, markdownTable, megabytes, whole } from './markdown.ts';
import type { Scenario, Setting } from './scenarios.ts';
import type { DeadToken, QuietPoll } from './special.ts';

/** Everything that was measured. */
export interface Results {
	fights: Array<{ scenario: Scenario; setting: Setting; outcome: Outcome }>;
	deadToken: Record<'ours' | 'theirs', DeadToken>;
	growth: Growth[];
	quietPoll: Record<'ours' | 'theirs', QuietPoll>;
	size: Size;
	loadMilliseconds: number;
}

const LARGEST_POLL_SHARE = 0.1;
const LARGEST_PACKAGE = 60_000;

type Cell = (fight: Results['fights'][number]) => string;

const both = (number: (run: Outcome['ours']) => string): Cell => {
	return ({ outcome: { ours, theirs } }) => `${number(ours)} / ${number(theirs)}`;
};

const COLUMNS: ReadonlyArray<readonly [heading: string, cell: Cell]> = [
	['users', ({ setting }) => whole(setting.users)],
	['latency, ms', ({ setting }) => String(setting.latencyMs)],
	['ratio', ({ outcome }) => outcome.ratio.toFixed(outcome.ratio < 0.1 ? 3 : 2)],
	['', (fight) => mark(isMet(fight))],
	['time, ms', both(({ milliseconds }) => whole(milliseconds))],
	['requests', both(({ requests }) => whole(requests))],
	['token calls', both(({ tokenCalls }) => String(tokenCalls))],
	['wire, kB', both(({ wireBytes }) => whole(wireBytes / 1000))],
	['CPU, s', both(({ cpuSeconds }) => cpuSeconds.toFixed(2))],
	['peak RSS, MB', both(({ peakBytes }) => megabytes(peakBytes))],
];

const mark = (isKept: boolean) => (isKept ? '✔' : '✘');

const isMet = ({ scenario, outcome }: Results['fights'][number]) => outcome.ratio <= scenario.goal;

/** Whether every goal was reached. */
export function allMet({ fights, deadToken: { ours }, quietPoll, size }: Results): boolean {
	const share = quietPoll.ours.requests / quietPoll.theirs.requests;
	const isTokenCheap = ours.refused === 0 && ours.tokenCalls === 1;
	return (
		fights.every(isMet) && isTokenCheap && share <= LARGEST_POLL_SHARE && size.unpacked < LARGEST_PACKAGE
	);
}

/** All tables, in Markdown. */
export function resultsText(results: Results): string {
	return [
		contestsText(results.fights),
		deadTokenText(results),
		quietPollText(results),
		growthText(results),
		footprintText(results),
	].join('\n\n');
}

/** The tables of what was timed against something else. */
export function contestsText(fights: Results['fights']): string {
	const scenarios = [...new Set(fights.map(({ scenario }) => scenario))];
	return scenarios.map((scenario) => contestText(scenario, fights)).join('\n\n');
}

function contestText(scenario: Scenario, fights: Results['fights']): string {
	const rows = fights
		.filter((fight) => fight.scenario === scenario)
		.map((fight) => COLUMNS.map(([, cell]) => cell(fight)));
	const headings = COLUMNS.map(([heading]) => heading);
	return `## ${scenario.name}\n\nAgainst: ${scenario.against}. Goal: ratio ≤ ${scenario.goal}.\n\n${markdownTable(headings, rows)}`;
}

function deadTokenText({ deadToken: { ours, theirs } }: Results): string {
	const row = (name: string, { requests, refused, tokenCalls }: DeadToken) => [
		name,
		...[requests, refused, tokenCalls].map(String),
	];
	const isMet = ours.refused === 0 && ours.tokenCalls === 1;
	const rows = [row('ours', ours), row('HTTP Request', theirs)];
	const headings = ['', 'requests', 'with the dead token', 'token calls'];
	return `## a scheduled run after the token died\n\nLists 1,000 users. Goal: no request with a dead token, 1 token call. ${mark(isMet)}\n\n${markdownTable(headings, rows)}`;
}

function quietPollText({ quietPoll: { ours, theirs } }: Results): string {
	const row = (name: string, { requests, wireBytes }: QuietPoll) => [
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

function footprintText({ size, loadMilliseconds }: Results): string {
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
