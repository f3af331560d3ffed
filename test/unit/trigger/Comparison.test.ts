import { ALL, begin, poll, STATE_CHANGES, user, worldOf, type World } from './world';
import type { Selection } from '../../../nodes/OnePasswordUsers/trigger/selection';

/** Event and previous state of what a poll reports. */
function reported(before: World, after: World, selection: Selection = ALL) {
	const { events } = poll(begin(before, selection), after, selection);
	return events.map(({ event, previous_state }) => [event, previous_state]);
}

describe('a change', () => {
	it('of an active user to suspended says so, if everyone is remembered', () => {
		expect(reported(worldOf(user('A', 'ACTIVE')), worldOf(user('A', 'SUSPENDED')))).toEqual([
			['user.suspended', 'ACTIVE'],
		]);
	});

	it('to suspended names no state before where only suspended users are remembered', () => {
		expect(reported(worldOf(user('A', 'ACTIVE')), worldOf(user('A', 'SUSPENDED')), STATE_CHANGES)).toEqual([
			['user.suspended', null],
		]);
	});

	it('of a suspended user to active is a reactivation', () => {
		for (const selection of [ALL, STATE_CHANGES]) {
			expect(reported(worldOf(user('A', 'SUSPENDED')), worldOf(user('A', 'ACTIVE')), selection)).toEqual([
				['user.reactivated', 'SUSPENDED'],
			]);
		}
	});

	it('of a suspended user into a state that nobody knows is no reactivation until they are active', () => {
		for (const selection of [ALL, STATE_CHANGES]) {
			const memory = begin(worldOf(user('A', 'SUSPENDED')), selection);
			for (const state of ['TRANSFER', undefined]) {
				const unclear = poll(memory, worldOf(user('A', state)), selection);
				expect(unclear).toEqual({ events: [], memory });
			}
			expect(poll(memory, worldOf(user('A', 'ACTIVE')), selection).events).toMatchObject([
				{ event: 'user.reactivated' },
			]);
		}
	});

	it('of a user without a state to suspended names no state before', () => {
		expect(reported(worldOf(user('A')), worldOf(user('A', 'SUSPENDED')))).toEqual([['user.suspended', null]]);
	});
});

describe('someone new', () => {
	it('is added', () => {
		expect(reported(worldOf(), worldOf(user('A', 'ACTIVE')))).toEqual([['user.added', null]]);
	});

	it('who is suspended already is added and suspended', () => {
		expect(reported(worldOf(), worldOf(user('A', 'SUSPENDED')))).toEqual([
			['user.added', null],
			['user.suspended', null],
		]);
	});
});

describe('someone who is gone', () => {
	it('is removed, and only the ID is told', () => {
		const memory = begin(worldOf(user('A', 'ACTIVE')), ALL);

		expect(poll(memory, worldOf(), ALL).events).toMatchObject([
			{ event: 'user.removed', previous_state: 'ACTIVE', user: { id: 'A' } },
		]);
	});

	it('is forgotten without a word where nobody asked for removals', () => {
		const { events, memory } = poll(
			begin(worldOf(user('A', 'SUSPENDED')), STATE_CHANGES),
			worldOf(),
			STATE_CHANGES,
		);

		expect(events).toEqual([]);
		expect(memory.users).toEqual({});
	});

	it('from the domain only, and not from the account, is not removed', () => {
		const selection = { ...ALL, emailDomain: 'corp.test' };
		const moved = worldOf(user('A', 'ACTIVE', 'a@elsewhere.test'));

		expect(reported(worldOf(user('A', 'ACTIVE')), moved, selection)).toEqual([]);
		expect(reported(moved, worldOf(user('A', 'ACTIVE')), selection)).toEqual([]);
	});
});

describe('what happens to a user again', () => {
	/** The IDs of all events of a history, in order. */
	function idsOf(selection: Selection, [first, ...later]: World[]): string[] {
		let memory = begin(first!, selection);
		return later.flatMap((world) => {
			const polled = poll(memory, world, selection);
			memory = polled.memory;
			return polled.events.map(({ event_id }) => event_id);
		});
	}
	const active = worldOf(user('A', 'ACTIVE'));
	const suspended = worldOf(user('A', 'SUSPENDED'));
	const nobody = worldOf();

	it.each([
		['with both events of a pair', STATE_CHANGES, [active, suspended, active, suspended, active]],
		['with everything', ALL, [active, suspended, nobody, active, suspended]],
		[
			'after they were gone for a while, which is not reported',
			STATE_CHANGES,
			[active, suspended, nobody, active, suspended],
		],
		[
			'with one event of a pair',
			{ events: ['user.suspended'] } satisfies Selection,
			[active, suspended, active, suspended],
		],
	])('has another event ID %s', (_, selection: Selection, history) => {
		const ids = idsOf(selection, history);

		expect(ids.length).toBeGreaterThan(1);
		expect(new Set(ids).size).toBe(ids.length);
	});
});
