import fc from 'fast-check';
import { oneLine } from '../../../nodes/OnePasswordUsers/utils/oneLine';

describe('a line of somebody else’s text', () => {
	it('is the text itself where it is short and plain', () => {
		expect(oneLine('Ana Lima, ana@example.com')).toBe('Ana Lima, ana@example.com');
	});

	it('is cut where it is long', () => {
		expect(oneLine('abcdef', 3)).toBe('abc…');
	});

	it('is not cut where it is just short enough', () => {
		expect(oneLine('abc', 3)).toBe('abc');
	});

	it('is cut before a character that needs two places, not within it', () => {
		expect(oneLine('😀a😀b', 4)).toBe('😀a…');
	});

	it('has single spaces for whatever cannot be seen', () => {
		expect(oneLine('\r\n a\t\u0000\u2028\u202eb\u00a0 c\ufeff ')).toBe('a b c');
	});

	it('is short and visible, whatever the text is (property)', () =>
		fc.assert(
			fc.property(
				fc.string({ unit: 'binary', maxLength: 200 }),
				fc.integer({ min: 1, max: 100 }),
				(text, longest) => {
					const line = oneLine(text, longest);

					expect(line.length).toBeLessThanOrEqual(longest + 1);
					expect(line).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
				},
			),
		));
});
