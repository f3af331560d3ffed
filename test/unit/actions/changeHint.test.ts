import type { Outcome } from '../../../nodes/OnePasswordUsers/actions/items';
import { changeHint } from '../../../nodes/OnePasswordUsers/actions/user/changeHint';

const report = (changed: boolean, dry_run: boolean): Outcome => ({
	output: [{ id: 'U1', changed, dry_run }],
});
const times = (count: number, outcome: Outcome) => Array<Outcome>(count).fill(outcome);
const missing: Outcome = { output: [{ found: false, id: 'U1', changed: false }] };
const failed: Outcome = { failure: new Error('It failed') };

describe('the hint above the output', () => {
	it.each<[Outcome[], string, string]>([
		[times(12, report(true, false)), '12 suspended.', 'info'],
		[
			[...times(12, report(true, false)), ...times(3, report(false, false)), missing],
			'12 suspended, 3 unchanged, 1 not found.',
			'info',
		],
		[[report(false, false)], 'Already suspended: nothing to do.', 'info'],
		[[report(false, false), missing], '1 unchanged, 1 not found.', 'info'],
		[[missing], '1 not found.', 'info'],
		[[report(true, false), failed], '1 suspended, 1 failed.', 'warning'],
		[
			[...times(12, report(true, true)), ...times(3, report(false, true))],
			'Dry run: nothing was changed. 12 would be suspended, 3 already suspended.',
			'warning',
		],
		[[report(false, true)], 'Dry run: nothing was changed. 1 already suspended.', 'warning'],
		[[report(true, false), report(true, true)], '1 suspended, 1 would be suspended.', 'warning'],
	])('tells of %j: %s', (outcomes, message, type) => {
		expect(changeHint(outcomes, 'SUSPENDED')).toEqual({ message, type, location: 'outputPane' });
	});

	it('speaks of reactivated users, too', () => {
		expect(changeHint([report(true, false)], 'ACTIVE').message).toBe('1 reactivated.');
	});
});
