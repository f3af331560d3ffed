/** A table in Markdown whose columns are below one another, so that it reads as well in a terminal. */
export function markdownTable(headings: string[], rows: string[][]): string {
	const widths = headings.map((heading, column) =>
		Math.max(heading.length, ...rows.map((row) => row[column]!.length)),
	);
	const line = (cells: string[]) =>
		`| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
	const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
	return [line(headings), rule, ...rows.map(line)].join('\n');
}

/** For people: thousands are separated. */
export const whole = (number: number) => Math.round(number).toLocaleString('en');

export const megabytes = (bytes: number) => whole(bytes / 1e6);
