/** The rows of a CSV file (RFC 4180), separated by commas, semicolons or tabs; empty lines are left out. */
export function parseCsv(text: string): string[][] {
	const separator = /^[^\n]*?([,;\t])/.exec(text)?.[1] ?? ',';
	const rows: string[][] = [[]];
	// A cell is quoted, with doubled quotes inside, or goes to the next separator or line end.
	const cell = new RegExp(`(?:"((?:[^"]|"")*)"|([^${separator}\\r\\n]*))(${separator}|\\r?\\n|\\r|$)`, 'gy');
	for (const [matched, quoted, plain = '', end] of text.matchAll(cell)) {
		rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
		if (end === '' || matched === '') break;
		if (end !== separator) rows.push([]);
	}
	return rows.filter((row) => row.some((content) => content.trim() !== ''));
}
