import {
	ceilingError,
	maxChangesError,
	strictestLimit,
} from '../../../nodes/OnePasswordUsers/actions/user/safeguards';

const names = (count: number) => Array.from({ length: count }, (_, user) => `user-${user}@example.com`);

describe('Max Changes', () => {
	it.each([
		[0, [1], false],
		[1, [1], false],
		[2, [1], true],
		[1000, [0], false],
		[0, [0], false],
		[11, [10], true],
		[4, [0, 9, 3], true],
	])('with %d changes and limits of %j is exceeded: %j', (changes, limits, exceeded) => {
		expect(maxChangesError(names(changes), limits, 'SUSPENDED') !== undefined).toBe(exceeded);
	});

	it('says who would change, of many the first ten', () => {
		const failure = maxChangesError(names(12), [11], 'ACTIVE');

		expect(failure).toMatchObject({
			reason: 'max_changes',
			message:
				'This run would reactivate 12 users, more than Max Changes allows (11). Nobody was reactivated in this run',
			description: `They are ${names(10).join(', ')} and 2 more. If all of them are meant, raise Max Changes, or set it to 0 for no limit.`,
		});
	});

	it('names all of ten, and no more', () => {
		expect(maxChangesError(names(10), [9], 'SUSPENDED')?.description).toContain(
			`They are ${names(10).join(', ')}. If`,
		);
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

describe('Max Suspended Users', () => {
	it.each([
		[0, 1, 0, false],
		[1000, 1000, 0, false],
		[0, 1, 1, false],
		[1, 1, 1, true],
		[9, 1, 10, false],
		[9, 2, 10, true],
		[10, 1, 10, true],
		[20, 0, 10, false],
	])('with %d suspended, %d more and a ceiling of %d is exceeded: %j', (now, more, ceiling, exceeded) => {
		expect(ceilingError(now, more, ceiling) !== undefined).toBe(exceeded);
	});

	it('says how many are suspended, what the ceiling is, and what to do', () => {
		expect(ceilingError(9, 2, 10)).toMatchObject({
			reason: 'max_suspended',
			message:
				'11 users of this account would be suspended, more than Max Suspended Users allows (10). Nobody was suspended in this run',
			description:
				'9 are suspended now, and this run would add 2. Look into 1Password for what suspends so many. If all of it is meant, raise Max Suspended Users in the credential, or reactivate users.',
		});
	});
});
