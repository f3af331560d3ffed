import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import { OnePasswordUsers } from '../../nodes/OnePasswordUsers/OnePasswordUsers.node';
import { OnePasswordUsersTrigger } from '../../nodes/OnePasswordUsers/OnePasswordUsersTrigger.node';
import { GAP, titlesInCode } from './titlesInCode';

const labelsOf = (fields: INodeProperties[]): string[] =>
	fields.flatMap(({ displayName, options = [] }) => [
		displayName,
		...options.flatMap((option) => ('displayName' in option ? [option.displayName] : [])),
	]);

/** The part of a row that must be a title's own words; the rest may stand in its gaps, such as `suspend`. */
const OWN_WORDS = 0.6;
/** What a field says that it can't use; the label of any field stands before it. */
const WRONG_VALUE = '… is …';
/** n8n's own words, by which the code knows what n8n did; the person reads others. */
const NEVER_SHOWN = ['Domain not allowed'];

const LABELS = [new OnePasswordUsers(), new OnePasswordUsersTrigger()].flatMap(({ description }) =>
	labelsOf(description.properties),
);
const isWrongValue = (title: string) => LABELS.some((label) => title === `${label} is ${GAP}`);
const inCode = titlesInCode().map((title) => (isWrongValue(title) ? WRONG_VALUE : title));
const TITLES = [...new Set(inCode)].filter((title) => !NEVER_SHOWN.includes(title));

/** The messages in the first column of the table, as it has them; n8n's own are not ours. */
function messagesInTable(): string[] {
	const text = readFileSync(join(__dirname, '../../docs/troubleshooting.md'), 'utf8');
	const cells = text.split('\n').map((row) => row.split('|')[1]?.trim() ?? '');
	const ours = cells.filter((cell) => !cell.startsWith('n8n: '));
	return ours.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, message = '']) => message));
}
const MESSAGES = messagesInTable();

/**
 * How many characters of a row and a title are the same, if both can be one text and each gap stands for any text.
 * @returns a number below 0 where they can't
 */
function agreement(row: string, title: string): number {
	const known = new Map<number, number>();
	const from = (i: number, j: number): number => {
		if (i > row.length || j > title.length) return -Infinity;
		if (i === row.length && j === title.length) return 0;
		const key = i * (title.length + 1) + j;
		const seen = known.get(key);
		if (seen !== undefined) return seen;
		const same = row[i] === title[j] && row[i] !== GAP ? 1 + from(i + 1, j + 1) : -Infinity;
		const isGap = row[i] === GAP || title[j] === GAP;
		const result = isGap ? Math.max(from(i + 1, j), from(i, j + 1)) : same;
		known.set(key, result);
		return result;
	};
	return from(0, 0);
}

const letters = (text: string) => text.replaceAll(GAP, '').length;

/** The title that the row means: of those that it can be, the one that has most of its words, and few others. */
function meantBy(row: string): string | undefined {
	if (isWrongValue(row)) return WRONG_VALUE;
	const rated = TITLES.map((title) => ({ title, same: agreement(row, title) }));
	const [best] = rated.sort(
		(one, other) => other.same - one.same || letters(one.title) - letters(other.title),
	);
	return best && best.same >= letters(row) * OWN_WORDS ? best.title : undefined;
}

/** Whether all that the title says is in the row, or falls into its gaps. */
const isSpelledOut = (title: string, row: string) => agreement(row, title.replaceAll(GAP, '\0')) > 0;

describe('the table of messages in docs/troubleshooting.md', () => {
	it('is read, and so are the titles in the code', () => {
		expect(MESSAGES.length).toBeGreaterThan(50);
		expect(TITLES.length).toBeGreaterThan(70);
	});

	it.each(TITLES)('has what the code says: %s', (title) => {
		expect(MESSAGES.some((row) => isSpelledOut(title, row) || meantBy(row) === title)).toBe(true);
	});

	it.each(MESSAGES)('has nothing that the code does not say: %s', (row) => {
		expect(meantBy(row)).toBeDefined();
	});
});
