import { members } from './account.ts';
import { bareLoop, calling } from './candidates.ts';
import type { Comparison } from './compare.ts';
import type { Setup } from './setup.ts';

/** Something to do, what else does it, and how much longer than that ours may take. */
export interface Scenario {
	name: string;
	against: string;
	/** at most our time ÷ theirs */
	goal: number;
	comparison: Omit<Comparison, 'pairs'>;
	settings: Setting[];
}

/** In which accounts, and how far away 1Password is. */
export interface Setting {
	users: number;
	latencyMs: number;
	/** also with --quick */
	quick?: true;
}

const at = (users: number, latencyMs: number, quick?: true): Setting => ({ users, latencyMs, quick });

const listed: Comparison['check'] = ({ sandbox }, lastItem) => {
	if (lastItem.id !== sandbox.users.at(-1)?.id)
		throw new Error('The listing did not end with the last user.');
};

const ourList = calling('our-list');

const list = (against: string, path: string, goal: number, settings: Setting[]): Scenario => ({
	name: 'list everyone, one item per user',
	against,
	goal,
	comparison: { ours: ourList, theirs: calling(path), check: listed },
	settings,
});

function suspend(by: 'id' | 'email', count: number, against: string, settings: Setting[]): Scenario {
	const chosen = (setup: Setup) => members(setup, count);
	const named = (setup: Setup) => chosen(setup).map((user) => user[by]);
	return {
		name: `suspend ${count.toLocaleString('en')} by ${by === 'id' ? 'ID, reporting the previous state' : 'email'}`,
		against,
		goal: 0.5,
		comparison: {
			ours: calling(`our-suspend-by-${by}`, named),
			theirs: calling(`their-suspend-by-${by}`, named),
			reset(setup) {
				for (const { id } of chosen(setup)) setup.sandbox.changeUser(id, { state: 'ACTIVE' });
			},
			check(setup, lastItem) {
				const isRight = lastItem.state === 'SUSPENDED' && (lastItem.previous_state ?? 'ACTIVE') === 'ACTIVE';
				if (!isRight || chosen(setup).some(({ state }) => state !== 'SUSPENDED'))
					throw new Error('Not everybody was suspended.');
			},
		},
		settings,
	};
}

function get(count: number, settings: Setting[]): Scenario {
	const named = (setup: Setup) => members(setup, count).map(({ id }) => id);
	return {
		name: `get ${count} by ID`,
		against: 'HTTP Request',
		goal: 0.5,
		comparison: {
			ours: calling('our-get-by-id', named),
			theirs: calling('their-get-by-id', named),
			check(setup, lastItem) {
				if (lastItem.id !== named(setup).at(-1)) throw new Error('The last user is not the one asked for.');
			},
		},
		settings,
	};
}

const BY_EMAIL = 'HTTP Request list, Filter, HTTP Request POST';

/** Everything that is timed against something else. */
export const SCENARIOS: readonly Scenario[] = [
	list('HTTP Request, pages of 1000, Split Out', 'their-list-1000', 0.85, [
		...[0, 50, 150].map((ms) => at(1_000, ms)),
		at(20_000, 0),
		at(20_000, 50, true),
		at(20_000, 150),
		...[0, 50, 150].map((ms) => at(100_000, ms)),
	]),
	list('HTTP Request, pages of 25 (the API’s default), Split Out', 'their-list-25', 0.05, [
		at(1_000, 50, true),
		at(20_000, 0),
		at(20_000, 50),
	]),
	{
		...list('an axios loop with a keep-alive agent, without n8n', '', 1.3, [
			at(1_000, 50),
			at(20_000, 0),
			at(20_000, 50, true),
			at(20_000, 150),
			at(100_000, 50),
		]),
		comparison: { ours: ourList, theirs: bareLoop, check: listed },
	},
	suspend('id', 1_000, 'HTTP Request that only POSTs', [
		at(20_000, 0),
		at(20_000, 50, true),
		at(20_000, 150),
		at(100_000, 50),
	]),
	suspend('email', 1, BY_EMAIL, [at(20_000, 50)]),
	suspend('email', 10, BY_EMAIL, [
		at(1_000, 50, true),
		at(20_000, 0),
		at(20_000, 50),
		at(20_000, 150),
		at(100_000, 50),
	]),
	suspend('email', 100, BY_EMAIL, [at(20_000, 50)]),
	get(500, [at(1_000, 50), at(20_000, 0), at(20_000, 50, true), at(20_000, 150), at(100_000, 50)]),
];
