import { Directory, type StoredUser } from './Directory.ts';
import { populationFrom, type Person } from '../people/population.ts';
import type { SandboxUser } from '../types.ts';
import { checkUserChange } from './checkUserChange.ts';

/** Fixed, so that a directory does not change from one day to the next. */
const NEWEST = Date.UTC(2026, 9, 1);
const FIVE_YEARS = 5 * 365 * 24 * 3600 * 1000;
/** Keeps 25 × 0.08 from being a little less than 2. */
const ROUNDING = 1e-9;

/** How big the directory is and what it holds. */
export interface Seeding {
	accountId: string;
	users: number;
	seed: number;
	suspendedShare: number;
}

/** A directory, and the way to add somebody who was not there from the beginning. */
export interface SeededDirectory {
	directory: Directory;
	addUser: (partial: Partial<SandboxUser>) => SandboxUser;
}

/**
 * Fills a directory: people join over five years, the first is the owner, and the suspended ones are spread evenly,
 * so that any directory of some size has exactly the share asked for.
 */
export function seedDirectory({ accountId, users, seed, suspendedShare }: Seeding): SeededDirectory {
	const directory = new Directory();
	const population = populationFrom(seed);
	const toUser = (person: Person, createdAt: number): StoredUser => ({
		id: person.id,
		email: person.email,
		display_name: person.display_name,
		state: 'ACTIVE',
		create_time: new Date(createdAt).toISOString(),
		path: `accounts/${accountId}/users/${person.id}`,
		kind: 'member',
	});

	const step = FIVE_YEARS / Math.max(users, 1);
	for (let index = 0; index < users; index++) {
		const person = population.next();
		const jitter = population.random() / 2 ** 32;
		const user = toUser(person, NEWEST - FIVE_YEARS + (index + jitter) * step);
		if (index === 0) user.kind = 'owner';
		else if (isSuspended(index, suspendedShare)) user.state = 'SUSPENDED';
		directory.add(user);
	}
	return {
		directory,
		addUser(partial) {
			const { id: madeUp, ...person } = population.next();
			const { id = madeUp, ...change } = partial;
			checkUserChange(change);
			return directory.add({ ...toUser({ id, ...person }, Date.now()), ...change });
		},
	};
}

function isSuspended(index: number, share: number): boolean {
	return Math.floor((index + 1) * share + ROUNDING) > Math.floor(index * share + ROUNDING);
}
