import type { SandboxUser, UserState } from '../types.ts';
import { checkUserChange, type UserChange } from './checkUserChange.ts';

export type StoredUser = { -readonly [Field in keyof SandboxUser]: SandboxUser[Field] };

/** A user and where it stands in the order of the list call; numbers are never used twice. */
interface Entry {
	readonly position: number;
	readonly user: StoredUser;
}

/** One page of users; `next` is the position to continue after, undefined on the last page. */
export interface Page {
	users: SandboxUser[];
	next: number | undefined;
}

/** The first index whose entry stands after the position. */
function indexAfter(entries: readonly Entry[], position: number): number {
	let low = 0;
	let high = entries.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((entries[middle]?.position ?? Infinity) > position) high = middle;
		else low = middle + 1;
	}
	return low;
}

/** No user has this ID or email. */
export class UnknownUserError extends Error {}

function insert(entries: Entry[], entry: Entry): void {
	entries.splice(indexAfter(entries, entry.position), 0, entry);
}

function remove(entries: Entry[], entry: Entry): void {
	entries.splice(indexAfter(entries, entry.position - 1), 1);
}

/**
 * The account's users in the order they were created.
 *
 * An index per state keeps a filtered page as cheap as any other, also in a directory of hundreds of thousands.
 */
export class Directory {
	/** Live, and in list order. */
	readonly users: SandboxUser[] = [];
	readonly #entries: Entry[] = [];
	readonly #byId = new Map<string, Entry>();
	readonly #byState: Partial<Record<UserState, Entry[]>> = { ACTIVE: [], SUSPENDED: [] };
	#lastPosition = 0;

	get(id: string): SandboxUser | undefined {
		return this.#byId.get(id)?.user;
	}

	/** @throws if no user, or more than one, has it */
	find(idOrEmail: string): SandboxUser {
		return this.#entryOf(idOrEmail).user;
	}

	/** @throws if the ID is taken or could not be part of a path */
	add(user: StoredUser): SandboxUser {
		if (typeof user.id !== 'string' || !/^[\w.~-]+$/.test(user.id))
			throw new Error(`"${user.id}" can't be the ID of a user`);
		if (this.#byId.has(user.id)) throw new Error(`The sandbox already has a user with the ID ${user.id}`);
		const entry = { position: ++this.#lastPosition, user };
		this.#entries.push(entry);
		this.users.push(user);
		this.#byId.set(user.id, entry);
		this.#indexOf(user)?.push(entry);
		return user;
	}

	remove(idOrEmail: string): void {
		const entry = this.#entryOf(idOrEmail);
		this.users.splice(indexAfter(this.#entries, entry.position - 1), 1);
		remove(this.#entries, entry);
		const index = this.#indexOf(entry.user);
		if (index) remove(index, entry);
		this.#byId.delete(entry.user.id);
	}

	/** @throws if the change holds a field or a value that no user can have */
	change(idOrEmail: string, change: UserChange): SandboxUser {
		checkUserChange(change);
		const entry = this.#entryOf(idOrEmail);
		const before = this.#indexOf(entry.user);
		Object.assign(entry.user, change);
		const after = this.#indexOf(entry.user);
		if (before !== after) {
			if (before) remove(before, entry);
			if (after) insert(after, entry);
		}
		return entry.user;
	}

	/** Up to `size` users behind the position `after`, all of them or those in one state. */
	page(state: UserState | undefined, after: number, size: number): Page {
		const entries = state ? (this.#byState[state] ?? []) : this.#entries;
		const start = indexAfter(entries, after);
		const taken = entries.slice(start, start + size);
		const more = start + size < entries.length;
		return { users: taken.map(({ user }) => user), next: more ? taken.at(-1)?.position : undefined };
	}

	/** Is there an owner who could still get in if this user no longer can? */
	hasOtherActiveOwner(user: SandboxUser): boolean {
		return this.users.some((other) => other !== user && other.kind === 'owner' && other.state === 'ACTIVE');
	}

	/** How many users have this state; the index knows. */
	count(state: 'ACTIVE' | 'SUSPENDED'): number {
		return this.#byState[state]?.length ?? 0;
	}

	#indexOf(user: SandboxUser): Entry[] | undefined {
		return user.state && this.#byState[user.state];
	}

	#entryOf(idOrEmail: string): Entry {
		const byId = this.#byId.get(idOrEmail);
		if (byId) return byId;
		const [match, ...more] = this.#entries.filter(({ user }) => user.email === idOrEmail);
		if (!match) throw new UnknownUserError(`The sandbox has no user ${idOrEmail}`);
		if (more.length > 0)
			throw new Error(`${more.length + 1} users of the sandbox go by ${idOrEmail}: use the ID`);
		return match;
	}
}
