import * as fc from 'fast-check';
import type { Fault } from '../../../sandbox/server.ts';
import type { Mode } from '../n8n/parameters';

/** People of the account, by their place in it; more than there are stand for people whom nobody knows. */
export const PEOPLE = 8;

/** What an item asks for. */
export interface Wish {
	mode: Mode;
	person: number;
	/** odd spelling of the email */
	shout: boolean;
	dryRun: boolean;
}

/** A run of the node, and the account it meets. */
export interface Scene {
	wishes: Wish[];
	maxChanges: number;
	readOnly: boolean;
	/** places of those who are suspended at first */
	suspended: number[];
	/** place of somebody of whom 1Password gives no email, or none */
	withoutEmail: number | undefined;
	/** entries of Protected Users, and whom they are meant to cover */
	protection: Protection[];
	faults: Fault[];
	stops: boolean;
}

export interface Protection {
	kind: 'id' | 'email' | 'shouted' | 'prefix' | 'suffix' | 'middle';
	person: number;
}

const NOW = { headers: { 'retry-after': '0' } };

/** An answer to a suspension that shows the state from before, and nothing else. */
const STATE_BEFORE: Fault = { status: 200, body: { state: 'ACTIVE' } };

/** Nobody can tell a read that gives a wrong state from one that gives the right one: what is read is true here. */
const readsTruly = (match: string, what: Fault) => !(match === 'get' && what === STATE_BEFORE);

const stateAlone = (body: unknown) => ({ state: (body as { state?: unknown }).state });

const person = fc.nat(PEOPLE - 1);

/** Faults that need no waiting, each at one call, from once to longer than any retry. */
const fault: fc.Arbitrary<Fault> = fc
	.tuple(
		fc.constantFrom('get', 'list', 'suspend', 'token'),
		fc.constantFrom<Fault>(
			{ status: 503, ...NOW },
			{ status: 503, actFirst: true, ...NOW },
			{ status: 429, ...NOW },
			{ status: 401 },
			{ status: 403 },
			{ status: 404 },
			{ status: 200, body: '<html>Sign in</html>' },
			STATE_BEFORE,
			{ transform: stateAlone },
			{ status: 200, body: { results: [] } },
			{ status: 200, body: '', actFirst: true },
			{ kind: 'invalid-json' },
		),
		fc.constantFrom(1, 2, 4, 9),
		fc.nat(4),
	)
	.filter(([match, what]) => readsTruly(match, what))
	.map(([match, what, times, skip]) => ({ match, ...what, times, skip }));

/** Any mix of items, ways to name people, protected users, states and faults. */
export const scenes: fc.Arbitrary<Scene> = fc.record({
	wishes: fc.array(
		fc.record({
			mode: fc.constantFrom<Mode>('id', 'email', 'list'),
			person: fc.nat(PEOPLE),
			shout: fc.boolean(),
			dryRun: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.boolean() }),
		}),
		{ minLength: 1, maxLength: 12 },
	),
	maxChanges: fc.constantFrom(0, 0, 1, 2, 3, 5),
	readOnly: fc.constantFrom(false, false, false, false, true),
	suspended: fc.uniqueArray(fc.integer({ min: 1, max: PEOPLE - 1 }), { maxLength: 3 }),
	withoutEmail: fc.option(person, { nil: undefined }),
	protection: fc.array(
		fc.record({
			kind: fc.constantFrom<Protection['kind']>('id', 'email', 'shouted', 'prefix', 'suffix', 'middle'),
			person,
		}),
		{ maxLength: 2 },
	),
	faults: fc.array(fault, { maxLength: 3 }),
	stops: fc.boolean(),
});
