import type { Measured, Run } from './compare.ts';
import { markdownTable, megabytes, whole } from './markdown.ts';
import { isPollCheap, LARGEST_SHARE, type PollCost } from './pollOnce.ts';
import { isRenewedInTime, type AfterExpiry } from './runAfterTokenExpired.ts';
import type { Contender, Scenario, Setting } from './scenarios.ts';
import { isMet, judge, medianRun, type Goals, type Verdict } from './verdict.ts';

/** What was measured of something that ours does in one setting. */
export interface Row {
	contender: Contender;
	against: string;
	setting: Setting;
	goals: Goals;
	verdict: Verdict;
	ours: Run[];
	theirs: Run[];
}

/** Everything that was measured. */
export interface Results {
	rows: Row[];
	afterExpiry: Record<'ours' | 'theirs', AfterExpiry>;
	/** without --quick */
	quietPoll?: Record<'ours' | 'theirs', PollCost>;
}

/** A row for each of ours. */
export function rowsOf({ ours, against }: Scenario, setting: Setting, measured: Measured<Run>): Row[] {
	return ours.map((contender, index) => {
		const goals = contender.goals(setting);
		const runs = { ours: measured.ours[index]!, theirs: measured.theirs };
		return { contender, against, setting, goals, verdict: judge(goals, runs.ours, runs.theirs), ...runs };
	});
}

/** Whether every goal was kept. */
export function allMet({ rows, afterExpiry, quietPoll }: Results): boolean {
	return (
		rows.every(({ verdict }) => isMet(verdict)) &&
		isRenewedInTime(afterExpiry.ours) &&
		(quietPoll === undefined || isPollCheap(quietPoll))
	);
}

/** All tables, in Markdown. */
export function resultsText({ rows, afterExpiry, quietPoll }: Results): string {
	return [rowsText(rows), afterExpiryText(afterExpiry), quietPoll ? quietPollText(quietPoll) : []]
		.flat()
		.join('\n\n');
}

/** The tables of what was timed against something else, one for each thing that ours does. */
export function rowsText(rows: readonly Row[]): string {
	const contenders = [...new Set(rows.map(({ contender }) => contender))];
	return contenders
		.map((contender) => tableText(rows.filter((row) => row.contender === contender)))
		.join('\n\n');
}

const decimals = (ratio: number) => ratio.toFixed(ratio < 0.1 ? 3 : 2);

const mark = (isKept: boolean) => (isKept ? '✔' : '✘');

/** Ours / theirs, and whether the goal is kept, if there is one. */
const both =
	(key: keyof Run, text: (runs: readonly Run[]) => string) =>
	({ ours, theirs, verdict: { kept } }: Row): string => {
		const isKept = kept[key];
		return `${text(ours)} / ${text(theirs)}${isKept === undefined ? '' : ` ${mark(isKept)}`}`;
	};

const middle = (key: keyof Run, text: (number: number) => string) =>
	both(key, (runs) => text(medianRun(runs)[key]));

/** A goal for a count holds for every run, so all of them are shown. */
const counted = (key: keyof Run) =>
	both(key, (runs) => {
		const counts = runs.map((run) => run[key]);
		const [least, most] = [Math.min(...counts), Math.max(...counts)].map(whole);
		return least === most ? `${least}` : `${least}–${most}`;
	});

const COLUMNS: ReadonlyArray<readonly [heading: string, cell: (row: Row) => string]> = [
	['users', ({ setting }) => whole(setting.users)],
	['1Password', ({ setting: { place, roundTripMs } }) => `${place.toUpperCase()}, ${roundTripMs} ms`],
	[
		'ratio',
		({ verdict: { ratio, kept }, goals }) =>
			`${decimals(ratio)} (≤ ${goals.ratio}) ${mark(kept.milliseconds === true)}`,
	],
	['time, s', ({ ours, theirs }) => `${seconds(ours)} / ${seconds(theirs)}`],
	['requests', counted('requests')],
	['listings', counted('listings')],
	['token calls', counted('tokenCalls')],
	['wire, kB', middle('wireBytes', (bytes) => whole(bytes / 1000))],
	['CPU, s', middle('cpuSeconds', (cpuSeconds) => cpuSeconds.toFixed(2))],
	['peak RSS, MB', middle('peakBytes', megabytes)],
];

const seconds = (runs: readonly Run[]) => (medianRun(runs).milliseconds / 1000).toFixed(2);

const COUNTS = [
	['requests', 'requests'],
	['listings', 'listings'],
	['tokenCalls', 'token calls'],
] as const;

function tableText(rows: readonly Row[]): string {
	const [{ contender, against, goals }] = rows as [Row, ...Row[]];
	const counts = COUNTS.flatMap(([key, name]) =>
		goals[key] === undefined ? [] : [`${name} ≤ ${goals[key]}`],
	);
	const also = counts.length > 0 ? ` Goals in every run: ${counts.join(', ')}.` : '';
	const cells = rows.map((row) => COLUMNS.map(([, cell]) => cell(row)));
	const headings = COLUMNS.map(([heading]) => heading);
	return `## ${contender.name}\n\nAgainst: ${against}.${also}\n\n${markdownTable(headings, cells)}`;
}

function afterExpiryText({ ours, theirs }: Results['afterExpiry']): string {
	const row = (name: string, { requests, refused, tokenCalls }: AfterExpiry) => [
		name,
		...[requests, refused, tokenCalls].map(String),
	];
	const rows = [row('ours', ours), row('HTTP Request', theirs)];
	const headings = ['', 'requests', 'with the expired token', 'token calls'];
	return `## a scheduled run after the token expired\n\nLists 1,000 users. Goal: no request with an expired token, 1 token call. ${mark(isRenewedInTime(ours))}\n\n${markdownTable(headings, rows)}`;
}

function quietPollText(quietPoll: Record<'ours' | 'theirs', PollCost>): string {
	const { ours, theirs } = quietPoll;
	const row = (name: string, { requests, wireBytes }: PollCost) => [
		name,
		String(requests),
		whole(wireBytes / 1000),
	];
	const share = (ours.requests / theirs.requests).toFixed(2);
	const rows = [row('ours', ours), row('HTTP Request, pages of 1000, before anything is compared', theirs)];
	const goal = `Goal: ≤ ${LARGEST_SHARE} of the requests. It is ${share}. ${mark(isPollCheap(quietPoll))}`;
	return `## one trigger poll, no change\n\n300,000 users, 1 % of them suspended. ${goal}\n\n${markdownTable(['', 'requests', 'wire, kB'], rows)}`;
}
