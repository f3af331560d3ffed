import { Directory, type StoredUser } from './Directory.ts';
import { populationFrom, type Person, type Population } from '../people/population.ts';
import type { SandboxUser } from '../types.ts';
import { checkUserChange } from './checkUserChange.ts';

/** Fixed, so that a directory does not change from one day to the next. */
const NEWEST = Date.UTC(2026, 9, 1);
const DAY = 24 * 3600 * 1000;
const FIVE_YEARS = 5 * 365 * DAY;
/** Keeps 25 × 0.08 from being a little less than 2. */
const ROUNDING = 1e-9;

/** How big the directory is and what it holds. */
export interface Seeding {
	accountId: string;
	users: number;
	seed: number;
	suspendedShare: number;
	/** Which part of the others has neither state. */
	unspecifiedShare?: number;
	/** Instead of made-up people; fields that are left out are made up. */
	people?: readonly Partial<SandboxUser>[];
}

/** A directory, and how to add a user to it later. */
export interface SeededDirectory {
	directory: Directory;
	addUser: (partial: Partial<SandboxUser>) => SandboxUser;
}

/** Fills a directory with the people given, or with made-up ones. */
export function seedDirectory(seeding: Seeding): SeededDirectory {
	const directory = new Directory();
	const population = populationFrom(seeding.seed);
	const addPerson = (partial: Partial<SandboxUser>, createdAt: number) => {
		const { id: madeUp, ...person } = population.next();
		const { id = madeUp, ...change } = partial;
		checkUserChange(change);
		return directory.add({ ...userFrom(seeding.accountId, { id, ...person }, createdAt), ...change });
	};
	if (seeding.people) addPeople(seeding.people, addPerson);
	else makeUpPeople(seeding, population, directory);
	return { directory, addUser: (partial) => addPerson(partial, Date.now()) };
}

/** People join over five years, the first is the owner, and exactly the share asked for is suspended, evenly spread. */
function makeUpPeople(
	{ accountId, users, suspendedShare, unspecifiedShare = 0 }: Seeding,
	population: Population,
	directory: Directory,
): void {
	const step = FIVE_YEARS / Math.max(users, 1);
	let others = 0;
	for (let index = 0; index < users; index++) {
		const person = population.next();
		const jitter = population.random() / 2 ** 32;
		const user = userFrom(accountId, person, NEWEST - FIVE_YEARS + (index + jitter) * step);
		if (index === 0) user.kind = 'owner';
		else if (isInShare(index, suspendedShare)) user.state = 'SUSPENDED';
		else if (isInShare(others++, unspecifiedShare)) user.state = 'STATE_UNSPECIFIED';
		directory.add(user);
	}
}

/** People join one per day, the last one on the newest day. If nobody is the owner, the first one is. */
function addPeople(
	people: readonly Partial<SandboxUser>[],
	addPerson: (partial: Partial<SandboxUser>, createdAt: number) => SandboxUser,
): void {
	const hasOwner = people.some(({ kind }) => kind === 'owner');
	people.forEach((person, index) => {
		const kind = index === 0 && !hasOwner ? 'owner' : (person.kind ?? 'member');
		addPerson({ ...person, kind }, NEWEST - (people.length - index) * DAY);
	});
}

function userFrom(accountId: string, person: Person, createdAt: number): StoredUser {
	return {
		id: person.id,
		email: person.email,
		display_name: person.display_name,
		state: 'ACTIVE',
		create_time: new Date(createdAt).toISOString(),
		path: `accounts/${accountId}/users/${person.id}`,
		kind: 'member',
	};
}

/** Spreads a share evenly: of the first n, it holds for exactly n × share, rounded down. */
function isInShare(index: number, share: number): boolean {
	return Math.floor((index + 1) * share + ROUNDING) > Math.floor(index * share + ROUNDING);
}
