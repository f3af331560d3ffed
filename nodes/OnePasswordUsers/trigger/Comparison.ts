import { passes } from '../common/userFilters';
import type { IdentifiedUser } from '../api/types';
import { beginsRound, needsEveryone, type Selection, type TriggerEvent } from './selection';

/** What is remembered of a user from one poll to the next. */
export interface Known {
	/** as 1Password names it; empty where it names none */
	state: string;
	/** whether the user passes the filter; the email of a removed user can't be looked up any more */
	watched: boolean;
}

/** Users by ID. With state events alone, only the suspended ones. */
export type Directory = ReadonlyMap<string, Known>;

export interface Change {
	event: TriggerEvent;
	/** null where it is not known: a user who is not remembered was in another state, or not in the account at all */
	previousState: string | null;
	/** as 1Password describes them in this poll; of a removed user only the ID is left */
	user: IdentifiedUser;
}

/**
 * Compares what was remembered with what is there, user by user, so that a large account is never held in memory.
 * 1. Call `see` for everyone in a complete listing.
 * 2. Look up each of the `unconfirmed` by ID, and call `see` for those who are still there and `miss` for the others.
 * 3. `changes` and `directory` are then what to report and what to remember.
 *
 * A listing alone does not prove that somebody is gone. Who is still unconfirmed at step 3, because the time was up or
 * the user can't be read, is remembered as before and not reported, so the next poll finds the same change.
 *
 * Everyone is remembered by ID, including users who don't pass the filter: an email that moves into the domain or out of
 * it is no event, because nothing but the email has changed in the account.
 */
export class Comparison {
	private readonly before: Directory | undefined;
	private readonly selection: Selection;
	/** everyone who was seen, including users who are not going to be remembered */
	private readonly now = new Map<string, Known>();
	private readonly gone = new Set<string>();
	private readonly found: Change[] = [];

	/** @param before undefined for a baseline, which has no changes */
	constructor(before: Directory | undefined, selection: Selection) {
		this.before = before;
		this.selection = selection;
	}

	/** Takes note of a user who is in the account. */
	see(user: IdentifiedUser): void {
		const was = this.before?.get(user.id);
		// An answer without the email does not say that it has moved out of the domain.
		const isAsRemembered = was !== undefined && !user.email?.trim();
		const watched = isAsRemembered ? was.watched : passes(user, { emailDomain: this.selection.emailDomain });
		const state = stateAfter(was, user.state ?? '');
		const isAsBefore = was?.state === state && was.watched === watched;
		// Users who are as before share the remembered object, which saves one for each of 300,000 users.
		this.now.set(user.id, isAsBefore ? was : { state, watched });
		if (!watched || this.before === undefined) return;
		if (was === undefined) this.report('user.added', null, user);
		if (state === 'SUSPENDED' && was?.state !== 'SUSPENDED')
			this.report('user.suspended', was?.state || null, user);
		if (state === 'ACTIVE' && was?.state === 'SUSPENDED') this.report('user.reactivated', 'SUSPENDED', user);
	}

	/** Takes note that a remembered user is no longer in the account, which 1Password has confirmed. */
	miss(id: string): void {
		this.gone.add(id);
	}

	/** Returns the IDs of remembered users of whom 1Password has said nothing yet. */
	unconfirmed(): string[] {
		return [...(this.before?.keys() ?? [])].filter((id) => !this.now.has(id) && !this.gone.has(id));
	}

	/** Returns what to report, in the order in which it was seen, removed users last. */
	changes(): Change[] {
		const removed = [...this.gone].flatMap((id): Change[] => {
			const was = this.before?.get(id);
			const isWanted = was?.watched && this.selection.events.includes('user.removed');
			return isWanted ? [{ event: 'user.removed', previousState: was.state || null, user: { id } }] : [];
		});
		return [...this.found, ...removed];
	}

	/** Returns how many rounds begin: events that tell the next ones from those before them. */
	begun(): number {
		return this.changes().filter(({ event }) => beginsRound(event, this.selection)).length;
	}

	/** Returns what to remember. */
	directory(): Directory {
		const unconfirmed = this.unconfirmed();
		const isEveryone = needsEveryone(this.selection);
		// Without a copy, as this may be 300,000 users.
		if (isEveryone && unconfirmed.length === 0) return this.now;
		const seen = [...this.now].filter(([, { state }]) => isEveryone || state === 'SUSPENDED');
		const asBefore = unconfirmed.map((id): [string, Known] => [id, this.before!.get(id)!]);
		return new Map([...seen, ...asBefore]);
	}

	private report(event: TriggerEvent, previousState: string | null, user: IdentifiedUser): void {
		if (this.selection.events.includes(event)) this.found.push({ event, previousState, user });
	}
}

/**
 * A suspended user counts as suspended until 1Password says ACTIVE. In any other state (the API may have more than it
 * documents) the user is not reactivated yet, and the reactivation must not be missed when it comes.
 */
const stateAfter = (was: Known | undefined, state: string) =>
	was?.state === 'SUSPENDED' && state !== 'ACTIVE' ? 'SUSPENDED' : state;
