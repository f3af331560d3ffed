import * as fc from 'fast-check';
import {
	ALL,
	apply,
	begin,
	IDS,
	INSIDE,
	poll,
	selections,
	STATE_CHANGES,
	statesOf,
	worlds,
	type Event,
	type World,
} from './world';
import type { Selection } from '../../../nodes/OnePasswordUsers/trigger/selection';

/** What happens from one moment to the next: the account changes, and perhaps something goes wrong. */
const steps = (states: Array<string | undefined>, domains?: string[]) =>
	fc.array(
		fc.record({
			world: worlds(states, domains),
			/** the poll fails somewhere on its way */
			fault: fc.boolean(),
			/** n8n stops and starts with what it had saved before the poll */
			restart: fc.boolean(),
			/** which listed users the listing forgets */
			lost: fc.subarray(IDS),
			/** who is not looked up before the time of the poll is up */
			late: fc.subarray(IDS),
		}),
		{ minLength: 1, maxLength: 8 },
	);

type Step = { world: World; fault: boolean; restart: boolean; lost: string[]; late: string[] };

/** Polls after each step as n8n would: what it saves are memories of polls that reported something, and the baseline. */
function live(first: World, history: Step[], selection: Selection): Event[][] {
	let memory = begin(first, selection);
	let saved = JSON.stringify(memory);
	return history.map(({ world, fault, restart, lost, late }) => {
		if (restart) memory = JSON.parse(saved) as typeof memory;
		if (fault) return [];
		const polled = poll(memory, world, selection, new Set(lost), new Set(late));
		memory = polled.memory;
		if (polled.events.length > 0) saved = JSON.stringify(memory);
		return polled.events;
	});
}

/** A last poll without a fault and with time enough, so that everything is reported in the end. */
const ending = (history: Step[]): Step[] => [
	...history,
	{ world: history.at(-1)!.world, fault: false, restart: false, lost: [], late: [] },
];

const DOCUMENTED = ['ACTIVE', 'SUSPENDED'];
const ANY = ['ACTIVE', 'SUSPENDED', 'STATE_UNSPECIFIED', undefined];

describe('the reported events (property)', () => {
	it('turn the first directory into the last, whatever changes, fails, restarts or runs out of time in between', () =>
		fc.assert(
			fc.property(worlds(DOCUMENTED), steps(DOCUMENTED), (first, history) => {
				const events = live(first, ending(history), ALL).flat();
				expect(apply(first, events)).toEqual(statesOf(history.at(-1)!.world));
			}),
		));

	it('turn the first states into the last where only suspended users are read', () =>
		fc.assert(
			fc.property(worlds(DOCUMENTED), steps(DOCUMENTED), (first, history) => {
				const last = statesOf(history.at(-1)!.world);
				const applied = apply(first, live(first, ending(history), STATE_CHANGES).flat());
				const suspended = (states: Map<string, string>) =>
					[...states.keys()].filter((id) => states.get(id) === 'SUSPENDED' && last.has(id)).sort();
				// Who was removed while suspended is not told, and may come back active without a word.
				const untold = [...applied].filter(
					([id, state]) => state === 'SUSPENDED' && last.get(id) === 'ACTIVE',
				);
				expect(suspended(applied).filter((id) => !untold.some(([each]) => each === id))).toEqual(
					suspended(last),
				);
				for (const [id] of untold) expect(wasAbsent(id, first, history)).toBe(true);
			}),
		));

	it('have an ID each, and none is reported twice', () =>
		fc.assert(
			fc.property(worlds(ANY), steps(ANY), selections, (first, history, selection) => {
				const ids = live(first, history, selection)
					.flat()
					.map(({ event_id }) => event_id);
				expect(new Set(ids).size).toBe(ids.length);
			}),
		));

	it('say what is true at that moment: who is reactivated is active, who is removed is gone', () =>
		fc.assert(
			fc.property(worlds(ANY), steps(ANY), selections, (first, history, selection) => {
				live(first, history, selection).forEach((events, step) => {
					const { world } = history[step]!;
					for (const { event, user } of events) {
						const now = world.get(user.id);
						if (event === 'user.removed') expect(now).toBeUndefined();
						else expect(user).toEqual(now);
						if (event === 'user.reactivated') expect(now?.state).toBe('ACTIVE');
						if (event === 'user.suspended') expect(now?.state).toBe('SUSPENDED');
					}
				});
			}),
		));

	it('are of the selected kinds only, and the same whatever else is selected', () =>
		fc.assert(
			fc.property(worlds(DOCUMENTED), worlds(DOCUMENTED), selections, (first, last, selection) => {
				const kinds = (which: Selection) =>
					poll(begin(first, which), last, which).events.map(({ event, user }) => `${event} ${user.id}`);
				const wanted = kinds(ALL).filter((kind) => selection.events.some((event) => kind.startsWith(event)));
				expect(kinds(selection).sort()).toEqual(wanted.sort());
			}),
		));

	it('never show a user who fails the domain filter', () =>
		fc.assert(
			fc.property(
				worlds(ANY, [INSIDE, 'elsewhere.test']),
				steps(ANY, [INSIDE, 'elsewhere.test']),
				selections,
				(first, history, events) => {
					const seen = new Map([...first.values()].map(({ id, email }) => [id, email!]));
					// For a removed user the last email that a poll has seen counts, so every poll is to see everyone.
					const uninterrupted = history.map((step) => ({ ...step, restart: false, late: [] }));
					live(first, uninterrupted, { ...events, emailDomain: INSIDE }).forEach((reported, step) => {
						const { world, fault } = history[step]!;
						for (const { user } of reported) expect(user.email ?? seen.get(user.id)).toMatch(`@${INSIDE}`);
						if (!fault) for (const { id, email } of world.values()) seen.set(id, email!);
					});
				},
			),
		));

	it('are the same, with the same IDs, when a poll is repeated because n8n died before it had saved', () =>
		fc.assert(
			fc.property(worlds(ANY), worlds(ANY), selections, (first, last, selection) => {
				const memory = begin(first, selection);
				expect(poll(memory, last, selection)).toEqual(poll(memory, last, selection));
			}),
		));

	it('are none, and nothing is stored, when nothing changed', () =>
		fc.assert(
			fc.property(worlds(ANY), worlds(ANY), selections, (first, last, selection) => {
				const { memory } = poll(begin(first, selection), last, selection);
				const again = poll(memory, last, selection);
				expect(again.events).toEqual([]);
				expect(again.memory).toBe(memory);
			}),
		));
});

const wasAbsent = (id: string, first: World, history: Step[]) =>
	[first, ...history.map(({ world }) => world)].some((world) => !world.has(id));
