import type { Measurement } from './cases.ts';

const whole = (number: number) => Math.round(number).toLocaleString('en-US');
const mebibytes = (bytes: number) => whole(bytes / 2 ** 20);

type Column = readonly [heading: readonly [string, string], cell: (of: Measurement) => string];

const COLUMNS: readonly Column[] = [
	[['', 'users'], ({ users }) => whole(users)],
	[['', 'suspended'], ({ suspended }) => whole(suspended)],
	[['', 'events'], ({ choice }) => choice.name],
	[['requests', 'quiet'], ({ quietRequests }) => whole(quietRequests)],
	[['requests', '1 removed'], ({ removalRequests }) => whole(removalRequests)],
	[
		['quiet poll', 'ms'],
		({ milliseconds }) => (milliseconds < 100 ? milliseconds.toFixed(1) : whole(milliseconds)),
	],
	[['static data', 'bytes'], ({ staticBytes }) => whole(staticBytes)],
	[['remembered', 'users'], ({ remembered }) => whole(remembered)],
	[['bytes', 'per user'], ({ staticBytes, remembered }) => (staticBytes / remembered).toFixed(1)],
	[['peak RSS', 'MiB'], ({ peakBytes }) => mebibytes(peakBytes)],
	[['above idle', 'MiB'], ({ peakBytes, idleBytes }) => mebibytes(peakBytes - idleBytes)],
];

/** Columns below one another, for a terminal. */
export function table(measurements: Measurement[]): string {
	const headings = [0, 1].map((line) => COLUMNS.map(([heading]) => heading[line] ?? ''));
	const rows = measurements.map((measurement) => COLUMNS.map(([, cell]) => cell(measurement)));
	const all = [...headings, ...rows];
	const widths = COLUMNS.map((_column, index) => Math.max(...all.map((row) => row[index]!.length)));
	const lines = all.map((row) => row.map((cell, index) => cell.padStart(widths[index]!)).join('  '));
	lines.splice(headings.length, 0, widths.map((width) => '─'.repeat(width)).join('  '));
	return lines.join('\n');
}
