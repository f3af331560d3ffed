import * as fc from 'fast-check';
import type { INodeExecutionData } from 'n8n-workflow';
import { Comparison } from '../../../nodes/OnePasswordUsers/trigger/Comparison';
import { toEvents } from '../../../nodes/OnePasswordUsers/trigger/events';
import {
	baseline,
	directoryOf,
	nextMemory,
	type Memory,
} from '../../../nodes/OnePasswordUsers/trigger/memory';
import {
	TRIGGER_EVENTS,
	type Selection,
	type TriggerEvent,
} from '../../../nodes/OnePasswordUsers/trigger/selection';
import type { IdentifiedUser } from '../../../nodes/OnePasswordUsers/api/types';

/** The account as it is at some moment, by user ID. */
export type World = ReadonlyMap<string, IdentifiedUser>;

export interface Event {
	event: TriggerEvent;
	event_id: string;
	previous_state: string | null;
	user: IdentifiedUser;
}

export const INSIDE = 'corp.test';
export const IDS = 'ABCDEFGH'.split('').map((letter) => letter.repeat(26));

export const user = (id: string, state?: string, email = `${id}@${INSIDE}`): IdentifiedUser => ({
	id,
	email,
	...(state === undefined ? {} : { state }),
});

export const worldOf = (...users: IdentifiedUser[]): World => new Map(users.map((each) => [each.id, each]));

/** Small accounts, so that the same users come, go and change again and again. */
export const worlds = (states: Array<string | undefined>, domains = [INSIDE]) =>
	fc
		.uniqueArray(
			fc.record({
				id: fc.constantFrom(...IDS),
				state: fc.constantFrom(...states),
				domain: fc.constantFrom(...domains),
			}),
			{ selector: ({ id }) => id },
		)
		.map((users): World =>
			worldOf(...users.map(({ id, state, domain }) => user(id, state, `${id}@${domain}`))),
		);

export const selections: fc.Arbitrary<Selection> = fc
	.subarray([...TRIGGER_EVENTS], { minLength: 1 })
	.map((events) => ({ events }));

export const ALL: Selection = { events: [...TRIGGER_EVENTS] };
export const STATE_CHANGES: Selection = { events: ['user.reactivated', 'user.suspended'] };

/** The memory after a first poll. */
export function begin(world: World, selection: Selection): Memory {
	const comparison = new Comparison(undefined, selection);
	for (const each of listed(world, selection)) comparison.see(each);
	expect(comparison.changes()).toEqual([]);
	return baseline('subject', comparison.directory(), 'node');
}

/**
 * A poll without the network.
 * @param lost users whom the listing forgets although they are there, as it may while the directory changes
 * @param late users who are not looked up before the time is up, where they are missing from the listing
 */
export function poll(
	memory: Memory,
	world: World,
	selection: Selection,
	lost: ReadonlySet<string> = new Set(),
	late: ReadonlySet<string> = new Set(),
) {
	const comparison = new Comparison(directoryOf(memory), selection);
	for (const each of listed(world, selection)) if (!lost.has(each.id)) comparison.see(each);
	for (const id of comparison.unconfirmed()) {
		if (late.has(id)) continue;
		const found = world.get(id);
		if (found) comparison.see(found);
		else comparison.miss(id);
	}
	const items = toEvents(comparison.changes(), { ...memory, accountId: 'account', sample: false });
	const next = nextMemory(memory, comparison.directory(), comparison.begun());
	return { events: items.map(eventOf), memory: next };
}

/** What the reported events make of the account that one knew. */
export function apply(before: World, events: Event[]): Map<string, string> {
	const states = statesOf(before);
	for (const { event, user: changed } of events) {
		if (event === 'user.added') states.set(changed.id, changed.state ?? '');
		if (event === 'user.removed') states.delete(changed.id);
		if (event === 'user.suspended') states.set(changed.id, 'SUSPENDED');
		if (event === 'user.reactivated') states.set(changed.id, 'ACTIVE');
	}
	return states;
}

export const statesOf = (world: World) =>
	new Map([...world.values()].map(({ id, state }) => [id, state ?? '']));

function listed(world: World, { events }: Selection): IdentifiedUser[] {
	const everyone = events.includes('user.added') || events.includes('user.removed');
	return [...world.values()].filter(({ state }) => everyone || state === 'SUSPENDED');
}

const eventOf = ({ json }: INodeExecutionData): Event => {
	const { event, event_id, previous_state, user: whom } = json;
	return { event, event_id, previous_state, user: whom } as Event;
};
