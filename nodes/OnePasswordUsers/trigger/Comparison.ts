import { passes } from '../common/userFilters';
import type { IdentifiedUser } from '../api/types';
import { needsEveryone, type Selection, type TriggerEvent } from './selection';

/** What is remembered of a user from one poll to the next. */
export interface Known {
	/** as 1Password named it; empty where it named none */
	state: string;
	/** whether the user passed the filter: of someone who was removed, the email can't be looked up any more */
	watched: boolean;
}

/** By user ID. With state events alone, it holds the suspended users only. */
export type Directory = ReadonlyMap<string, Known>;

export interface Change {
	event: TriggerEvent;
	/** null where it is not known: a user who was not remembered was in another state, or not in the account at all */
	previousState: string | null;
	/** as 1Password described them in this poll; of a removed user only the ID is left */
	user: IdentifiedUser;
}

/**
 * Compares what was remembered with what is there, user by user, so that a large account need not be held in memory.
 * 1. `see` everyone of a complete listing, then
 * 2. look for each of the `unseen` by ID, and `see` those who are still there; who is not seen after that was removed;
 * 3. `changes` and `directory` are then what to report and what to remember.
 *
 * Everyone is remembered by ID, also who fails the filter: with that, an email that moves into the domain or out of it
 * is no event, just as in the account nothing but the email has changed.
 */
export class Comparison {
	private readonly before: Directory | undefined;
	private readonly selection: Selection;
	private readonly all: boolean;
	/** everyone who was seen, also who is not to be remembered */
	private readonly now = new Map<string, Known>();
	private readonly found: Change[] = [];

	/** @param before undefined for a baseline, which has no changes */
	constructor(before: Directory | undefined, selection: Selection) {
		this.before = before;
		this.selection = selection;
		this.all = needsEveryone(selection);
	}

	/** A user who is in the account. */
	see(user: IdentifiedUser): void {
		const watched = passes(user, { emailDomain: this.selection.emailDomain });
		const was = this.before?.get(user.id);
		const state = stateAfter(was, user.state ?? '');
		const isAsBefore = was?.state === state && was.watched === watched;
		// Those that are remembered share their objects, which saves one for each of 300,000 users.
		this.now.set(user.id, isAsBefore ? was : { state, watched });
		if (!watched || this.before === undefined) return;
		if (was === undefined) this.report('user.added', null, user);
		if (state === 'SUSPENDED' && was?.state !== 'SUSPENDED')
			this.report('user.suspended', was?.state || null, user);
		if (state === 'ACTIVE' && was?.state === 'SUSPENDED') this.report('user.reactivated', 'SUSPENDED', user);
	}

	/** IDs of those who were remembered and have not been seen; a listing alone does not prove that they are gone. */
	unseen(): string[] {
		return [...(this.before?.keys() ?? [])].filter((id) => !this.now.has(id));
	}

	/** What to report, in the order in which it was seen, removed users last. */
	changes(): Change[] {
		const removed = this.unseen().flatMap((id): Change[] => {
			const { state, watched } = this.before!.get(id)!;
			const isWanted = watched && this.selection.events.includes('user.removed');
			return isWanted ? [{ event: 'user.removed', previousState: state || null, user: { id } }] : [];
		});
		return [...this.found, ...removed];
	}

	/** What to remember. */
	directory(): Directory {
		if (this.all) return this.now;
		return new Map([...this.now].filter(([, { state }]) => state === 'SUSPENDED'));
	}

	private report(event: TriggerEvent, previousState: string | null, user: IdentifiedUser): void {
		if (this.selection.events.includes(event)) this.found.push({ event, previousState, user });
	}
}

/**
 * A suspended user counts as suspended until 1Password says ACTIVE: in another state (the API may have more than it
 * documents) nobody is reactivated yet, and the reactivation must not be missed when it comes.
 */
const stateAfter = (was: Known | undefined, state: string) =>
	was?.state === 'SUSPENDED' && state !== 'ACTIVE' ? 'SUSPENDED' : state;
