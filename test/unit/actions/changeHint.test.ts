import type { Outcome } from '../../../nodes/OnePasswordUsers/actions/items';
import { changeHint } from '../../../nodes/OnePasswordUsers/actions/user/changeHint';

interface Report {
	output: [{ id: string; changed: boolean; dry_run: boolean }];
}

const report = (changed: boolean, dry_run: boolean, id = 'U1'): Report => ({
	output: [{ id, changed, dry_run }],
});
const times = (count: number, { output: [item] }: Report) =>
	Array.from({ length: count }, (_, user): Report => ({ output: [{ ...item, id: `${item.id}-${user}` }] }));
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
			[...times(12, report(true, true)), ...times(3, report(false, true, 'U2'))],
			'Dry run: nothing was changed. 12 would be suspended, 3 already suspended.',
			'warning',
		],
		[
			[report(true, true), report(false, true), report(false, true, 'U2')],
			'Dry run: nothing was changed. 1 would be suspended, 1 already suspended.',
			'warning',
		],
		[[report(false, true)], 'Dry run: nothing was changed. 1 already suspended.', 'warning'],
		[[report(true, false), report(true, true)], '1 suspended, 1 would be suspended.', 'warning'],
	])('tells of %j: %s', (outcomes, message, type) => {
		const isDryRun = message.startsWith('Dry run');

		expect(changeHint(outcomes, 'SUSPENDED', isDryRun)).toEqual({ message, type, location: 'outputPane' });
	});

	it('does not say that nothing was changed where one item was no dry run, and failed', () => {
		expect(changeHint([report(true, true), failed], 'SUSPENDED', false).message).toBe(
			'1 would be suspended, 1 failed.',
		);
	});

	it.each([
		[[missing], 'Dry run: nothing was changed. 1 not found.'],
		[[failed, failed], 'Dry run: nothing was changed. 2 failed.'],
	])('calls a dry run one, also where nobody would change: %j', (outcomes, message) => {
		expect(changeHint(outcomes, 'SUSPENDED', true)).toMatchObject({ message, type: 'warning' });
	});

	it('speaks of reactivated users, too', () => {
		expect(changeHint([report(true, false)], 'ACTIVE', false).message).toBe('1 reactivated.');
		expect(changeHint([report(false, false)], 'ACTIVE', false).message).toBe(
			'Already active: nothing to do.',
		);
	});
});
