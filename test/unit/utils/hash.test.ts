import { hashOf } from '../../../nodes/OnePasswordUsers/utils/hash';

describe('a hash', () => {
	it.each([16, 32, 64])('has as many characters as asked: %d', (length) => {
		expect(hashOf(['a', 1], length)).toMatch(new RegExp(`^[0-9a-f]{${length}}$`));
	});

	it('is a whole SHA-256 unless told', () => {
		expect(hashOf(['a'])).toHaveLength(64);
	});

	it('stays the same from one version of this package to the next: it names events and tokens that are stored', () => {
		expect(hashOf(['a', 1, ''], 16)).toBe('3d14736d96ec9d53');
	});

	it('tells apart what looks the same when written in a row', () => {
		expect(hashOf(['a', 'b'])).not.toBe(hashOf(['ab', '']));
	});
});
