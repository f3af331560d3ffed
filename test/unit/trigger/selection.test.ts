import {
	beginsRound,
	TRIGGER_EVENTS,
	type TriggerEvent,
} from '../../../nodes/OnePasswordUsers/trigger/selection';

describe('an event begins a round, so that the same one has another ID next time', () => {
	const those = (events: TriggerEvent[], emailDomain?: string) =>
		events.filter((event) => beginsRound(event, { events, emailDomain }));

	it('if it undoes one that is reported', () => {
		expect(those([...TRIGGER_EVENTS])).toEqual(['user.reactivated', 'user.removed']);
		expect(those(['user.reactivated', 'user.removed', 'user.suspended'])).toEqual([
			'user.reactivated',
			'user.removed',
		]);
		expect(those(['user.added', 'user.removed'])).toEqual(['user.removed']);
	});

	it('if what undoes it may go unreported', () => {
		expect(those(['user.reactivated', 'user.suspended'])).toEqual(['user.reactivated', 'user.suspended']);
		expect(those(['user.suspended'])).toEqual(['user.suspended']);
		expect(those(['user.added'])).toEqual(['user.added']);
		expect(those(['user.added', 'user.reactivated'])).toEqual(['user.added', 'user.reactivated']);
		expect(those(['user.removed', 'user.suspended'])).toEqual(['user.removed', 'user.suspended']);
	});

	it('always, where the email of the user may leave the domain', () => {
		expect(those([...TRIGGER_EVENTS], 'example.com')).toEqual([...TRIGGER_EVENTS]);
	});
});
