import { readFileSync } from 'node:fs';
import type { SandboxUser } from '../types.ts';
import { parseCsv } from './parseCsv.ts';

type Field = keyof SandboxUser;

/** The columns of a CSV file, by their names in lower case. Others are ignored. */
const COLUMNS = new Map<string, Field>([
	['id', 'id'],
	['email', 'email'],
	['display_name', 'display_name'],
	['name', 'display_name'],
	['state', 'state'],
	['create_time', 'create_time'],
	['kind', 'kind'],
]);

/**
 * Reads people from a file: CSV with a header, or a JSON list of objects. Empty cells count as left out.
 *
 * @throws a plain message if the file can't be read, or does not hold a list of people
 */
export function readPeople(file: string): Partial<SandboxUser>[] {
	const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
	const people = /^\s*\[/.test(text) ? fromJson(text) : fromCsv(text);
	if (people.length === 0) throw new Error(`${file} holds nobody`);
	return people;
}

/** What each person is, is checked when they are added to the directory. */
function fromJson(text: string): Partial<SandboxUser>[] {
	return JSON.parse(text) as Partial<SandboxUser>[];
}

function fromCsv(text: string): Partial<SandboxUser>[] {
	const [header = [], ...rows] = parseCsv(text);
	const fields = header.map((name) => COLUMNS.get(name.trim().toLowerCase()));
	if (!fields.includes('email'))
		throw new Error('The first line must name the columns, with email among them');
	return rows.map((row) => {
		const cells = row.map((cell, index): [Field | undefined, string] => [fields[index], cell.trim()]);
		return Object.fromEntries(cells.filter(([field, cell]) => field && cell !== '')) as Partial<SandboxUser>;
	});
}
