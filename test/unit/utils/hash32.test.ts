import fc from 'fast-check';
import { hash32 } from '../../../nodes/OnePasswordUsers/utils/hash32';

describe('a short hash', () => {
	it.each([
		['', 0x811c9dc5],
		['a', 0xe40c292c],
		['foobar', 0xbf9cf968],
	])('of "%s" is the published one', (text, expected) => {
		expect(hash32(text)).toBe(expected);
	});

	it('is a whole number of 32 bits without sign (property)', () =>
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				const hash = hash32(text);
				expect(Number.isInteger(hash) && hash >= 0 && hash < 2 ** 32).toBe(true);
				expect(hash32(text)).toBe(hash);
			}),
		));
});
