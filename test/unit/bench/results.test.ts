import type { Run } from '../../../bench/comparison/compare.ts';
import { allMet, resultsText, rowsOf, rowsText, type Results } from '../../../bench/comparison/results.ts';
import type { Contender, Scenario } from '../../../bench/comparison/scenarios.ts';

const RUN: Run = {
	milliseconds: 500,
	requests: 2,
	listings: 0,
	tokenCalls: 1,
	wireBytes: 12_345,
	cpuSeconds: 0.25,
	peakBytes: 400e6,
};
const THEIR_RUN: Run = { ...RUN, milliseconds: 4000, requests: 21, cpuSeconds: 12 };

const nothing = { run: async () => [], check: () => {} };
const contender = (name: string, goals: ReturnType<Contender['goals']>): Contender => ({
	name,
	candidate: nothing,
	goals: () => goals,
});
const SETTING = { users: 20_000, place: 'https', roundTripMs: 50 } as const;
const scenario = (...ours: Contender[]): Scenario => ({
	against: 'HTTP Request',
	theirs: nothing,
	ours,
	settings: [SETTING],
});
const further = contender('a further alert', { ratio: 0.15, requests: 2 });
const rows = (...runs: Run[]) =>
	rowsOf(scenario(further), SETTING, { ours: [runs], theirs: runs.map(() => THEIR_RUN) });

/** The cells of each row of the first table. */
const cells = (text: string) =>
	text
		.split('\n')
		.filter((line) => line.startsWith('| '))
		.slice(1)
		.map((line) => line.split('|').map((cell) => cell.trim()));

const GOOD: Results = {
	rows: rows(RUN, RUN),
	afterExpiry: {
		ours: { requests: 2, refused: 0, tokenCalls: 1 },
		theirs: { requests: 3, refused: 1, tokenCalls: 1 },
	},
	quietPoll: { ours: { requests: 3, wireBytes: 700_000 }, theirs: { requests: 300, wireBytes: 70e6 } },
};

describe('the table of something', () => {
	it('says beside each number that has a goal whether it is kept', () => {
		const text = rowsText(rows(RUN, RUN));

		expect(text).toContain(
			'## a further alert\n\nAgainst: HTTP Request. Goals in every run: requests ≤ 2.\n',
		);
		expect(cells(text)).toEqual([
			[
				'',
				'20,000',
				'HTTPS, 50 ms',
				'0.13 (≤ 0.15) ✔',
				'0.50 / 4.00',
				'2 / 21 ✔',
				'0 / 0',
				'1 / 1',
				'12 / 12',
				'0.25 / 12.00 ✔',
				'400 / 400 ✔',
				'',
			],
		]);
	});

	it('shows the run that breaks a goal', () => {
		const slow = { ...RUN, milliseconds: 2000, requests: 21, cpuSeconds: 13, peakBytes: 500e6 };
		const [row] = cells(rowsText(rows(RUN, slow, slow)));

		expect(row).toEqual(expect.arrayContaining(['0.50 (≤ 0.15) ✘', '2–21 / 21 ✘', '13.00 / 12.00 ✘']));
		expect(row).toContain('500 / 400 ✘');
	});

	it('has a row for each setting, and there is one for each of ours', () => {
		const both = scenario(contender('first', { ratio: 1, mayCostMore: true }), further);
		const measured = { ours: [[THEIR_RUN], [RUN]], theirs: [THEIR_RUN] };
		const far = { ...SETTING, roundTripMs: 120 };
		const text = rowsText([...rowsOf(both, SETTING, measured), ...rowsOf(both, far, measured)]);

		const tables = text.split('\n## ');
		expect(tables.map((table) => cells(table).map(([, , where, ratio]) => [where, ratio]))).toEqual([
			[
				['HTTPS, 50 ms', '1.00 (≤ 1) ✔'],
				['HTTPS, 120 ms', '1.00 (≤ 1) ✔'],
			],
			[
				['HTTPS, 50 ms', '0.13 (≤ 0.15) ✔'],
				['HTTPS, 120 ms', '0.13 (≤ 0.15) ✔'],
			],
		]);
		expect(cells(tables[0]!)[0]).toContain('12.00 / 12.00');
	});
});

describe('all goals', () => {
	it('are met when each is', () => {
		expect(allMet(GOOD)).toBe(true);
		expect(resultsText(GOOD)).not.toContain('✘');
		expect(allMet({ ...GOOD, quietPoll: undefined })).toBe(true);
	});

	it.each<[string, Partial<Results>]>([
		['a row', { rows: [...GOOD.rows, ...rows(THEIR_RUN)] }],
		[
			'a request with a dead token',
			{ afterExpiry: { ...GOOD.afterExpiry, ours: { requests: 3, refused: 1, tokenCalls: 1 } } },
		],
		[
			'a second token call',
			{ afterExpiry: { ...GOOD.afterExpiry, ours: { requests: 3, refused: 0, tokenCalls: 2 } } },
		],
		[
			'a costly poll',
			{ quietPoll: { ours: { requests: 31, wireBytes: 0 }, theirs: { requests: 300, wireBytes: 0 } } },
		],
	])('are not met because of %s', (_, broken) => {
		expect(allMet({ ...GOOD, ...broken })).toBe(false);
		expect(resultsText({ ...GOOD, ...broken })).toContain('✘');
	});
});
