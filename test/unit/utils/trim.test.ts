import { trim } from '../../../nodes/OnePasswordUsers/utils/trim';

it.each([
	[' ana ', 'ana'],
	['\ufeff\u200b ana\u00a0\u200e', 'ana'],
	['\u202aa\u200bna\u202c', 'a\u200bna'],
	['a  na', 'a  na'],
	['\u200b \ufeff', ''],
	['\u0000ana\u007f\u0085', 'ana'],
	['\u2800ana\u3164', 'ana'],
	['', ''],
])('trims %j to %j', (text, trimmed) => {
	expect(trim(text)).toBe(trimmed);
});

it('takes no longer for each character of a long text', () => {
	const text = `a${' '.repeat(300_000)}b`;
	const begun = performance.now();

	expect(trim(` ${text}\u200b`)).toBe(text);
	expect(trim(' '.repeat(300_000))).toBe('');
	// Searched from each space to the end, it would take minutes.
	expect(performance.now() - begun).toBeLessThan(2000);
});
