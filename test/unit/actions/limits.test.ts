import { exceeds, strictestLimit } from '../../../nodes/OnePasswordUsers/actions/user/safeguards';

describe('the limit of changes', () => {
	it.each([
		[0, 1, false],
		[1, 1, false],
		[2, 1, true],
		[1000, 0, false],
		[0, 0, false],
		[11, 10, true],
	])('with %d changes and a limit of %d is exceeded: %j', (changes, limit, exceeded) => {
		expect(exceeds(changes, limit)).toBe(exceeded);
	});

	it.each([
		[[], 0],
		[[0, 0], 0],
		[[0, 5], 5],
		[[7, 0, 3, 5], 3],
	])('of items with %j is %d', (limits, strictest) => {
		expect(strictestLimit(limits)).toBe(strictest);
	});

	it('can be found for very many items', () => {
		expect(strictestLimit(Array.from({ length: 200_000 }, (_, item) => item + 1))).toBe(1);
	});
});
