import { ApiError, isUnknownUser } from '../../api/errors/ApiError';
import { forEachAtOnce } from '../../api/transport/forEachAtOnce';
import type { Connection } from '../../api/transport/connection';
import { Listing } from '../../api/transport/Listing';
import type { User, UserState } from '../../api/types';
import { getUser, listUsers, type ListOptions } from '../../api/users';
import { asError } from '../../utils/asError';
import { foldEmail } from '../../utils/foldEmail';
import { hasFailed, notAttempted, settle, type Failed } from '../items';
import { findKnown } from './findKnown';
import type { NamedUser } from './namedUser';
import { theOneMatch, type Resolved } from './theOneMatch';

/** So many reads by ID take as long as a page of a listing: for fewer IDs, no listing is tried. */
export const READS_PER_PAGE = 100;
/** A page must spare so many reads, in which n8n works as long as on the page; else the listing ends. */
const WORTH_A_PAGE = 10;

/** What an operation needs to know of the users that it looks for. */
export interface Looking {
	/** whether to read nobody else once one could not be read */
	stopOnFailure: boolean;
	/** the state that the operation acts on */
	actsOn: UserState;
	/** the state that most of them have, if they are of one kind: a listing for IDs is then of those alone */
	likely?: UserState;
}

/**
 * Finds the users that all items name, in as few requests as are exact: one listing for any number of emails (the API
 * has no lookup by email), or a read each where they are known; for IDs a read each, or a listing where that is cheaper.
 * @returns what was found, in the order asked; the same name gets the same answer
 */
export async function resolveUsers(
	connection: Connection,
	named: Array<NamedUser | Failed>,
	{ stopOnFailure, actsOn, likely }: Looking,
): Promise<Resolved[]> {
	const wanted = new Wanted(named.filter((name): name is NamedUser => !hasFailed(name)));
	const known = wanted.emails.size > 0 ? await findKnown(connection, wanted.emails, actsOn) : undefined;
	if (known instanceof Map) wanted.settleKnown(known);
	const options = known instanceof Listing ? { listing: known } : { state: likely, partial: true };
	let reading: Promise<void> | undefined;
	const readOthers = () =>
		(reading ??= forEachAtOnce(connection, wanted.openIds(), async (id) => {
			const resolved = await readUser(connection, id);
			wanted.settleId(id, resolved);
			return !(stopOnFailure && hasFailed(resolved) && !resolved.missing);
		}));
	await lookUpInListing(connection, wanted, readOthers, options);
	await readOthers();
	return named.map((name) => (hasFailed(name) ? name : wanted.answerTo(name)));
}

/**
 * Goes through the account page by page: to its end for emails, for IDs as long as the pages are worth it.
 * @param readOthers begins to read IDs that are still open, which goes on beside the listing and ends it as they get fewer
 */
async function lookUpInListing(
	connection: Connection,
	wanted: Wanted,
	readOthers: () => Promise<void>,
	options: ListOptions,
): Promise<void> {
	const forEmails = wanted.emails.size > 0;
	if (!forEmails && wanted.ids.size < READS_PER_PAGE) return;
	try {
		for await (const users of listUsers(connection, options)) {
			const spared = users.filter((user) => wanted.offer(user)).length;
			if (forEmails) continue;
			if (spared < WORTH_A_PAGE || wanted.isComplete()) return;
			void readOthers();
		}
		wanted.settleEmails();
	} catch (failure) {
		// IDs can still be read one by one, where the application may do that and not list.
		if (failure instanceof ApiError && failure.isForbidden) wanted.failEmails(failure);
		else wanted.failAll(asError(failure));
	}
}

async function readUser(connection: Connection, id: string): Promise<Resolved> {
	const read = await settle(async () => ({ user: await getUser(connection, id) }));
	return hasFailed(read) && isUnknownUser(read.failure) ? { ...read, missing: true } : read;
}

/** Who is looked for, and who was found so far. Keeps only users who are wanted, however many are listed. */
class Wanted {
	readonly ids = new Set<string>();
	readonly emails = new Map<string, { email: string; matches: User[] }>();
	private readonly byId = new Map<string, Resolved>();
	private readonly byEmail = new Map<string, Resolved>();

	constructor(named: NamedUser[]) {
		for (const name of named) {
			if (name.by === 'id') this.ids.add(name.id);
			else this.emails.set(foldEmail(name.email), { email: name.email, matches: [] });
		}
	}

	/** @returns whether this spares a read by ID */
	offer(user: User): boolean {
		if (user.email) this.emails.get(foldEmail(user.email))?.matches.push(user);
		if (user.id === undefined || !this.isOpen(user.id)) return false;
		this.settleId(user.id, { user });
		return true;
	}

	/** Whether every ID has its answer; emails have theirs only at the end of the whole listing. */
	isComplete(): boolean {
		return this.byId.size === this.ids.size;
	}

	/** Those who were found without a listing: by folded email, all of them or none. */
	settleKnown(found: ReadonlyMap<string, Resolved>): void {
		for (const [key, resolved] of found) {
			this.byEmail.set(key, resolved);
			this.emails.delete(key);
		}
	}

	/** To be called when the whole account was listed. */
	settleEmails(): void {
		for (const [key, { email, matches }] of this.emails) this.byEmail.set(key, theOneMatch(email, matches));
	}

	failEmails(failure: Error): void {
		for (const key of this.emails.keys()) this.byEmail.set(key, { failure });
	}

	failAll(failure: Error): void {
		this.failEmails(failure);
		for (const id of this.openIds()) this.settleId(id, { failure });
	}

	settleId(id: string, resolved: Resolved): void {
		this.byId.set(id, resolved);
	}

	/**
	 * IDs that have no answer when their turn comes. The last come first: items are often in the order of a listing, and a
	 * listing that is under way meanwhile begins with the first.
	 */
	*openIds(): Generator<string> {
		for (const id of [...this.ids].reverse()) if (this.isOpen(id)) yield id;
	}

	private isOpen(id: string): boolean {
		return this.ids.has(id) && !this.byId.has(id);
	}

	answerTo(name: NamedUser): Resolved {
		const answer = name.by === 'id' ? this.byId.get(name.id) : this.byEmail.get(foldEmail(name.email));
		return answer ?? { failure: notAttempted('The user was not looked up') };
	}
}
