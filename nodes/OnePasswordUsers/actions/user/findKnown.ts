import { isUnknownUser } from '../../api/errors/ApiError';
import { forEachAtOnce } from '../../api/transport/forEachAtOnce';
import type { Connection } from '../../api/transport/connection';
import type { KnownUsers } from '../../api/transport/KnownUsers';
import type { Listing, Matches } from '../../api/transport/Listing';
import type { User, UserState } from '../../api/types';
import { lookAtUser } from '../../api/users';
import { foldEmail } from '../../utils/foldEmail';
import { jsonCopy } from '../../utils/jsonCopy';
import { unlessStuck } from '../../utils/unlessStuck';
import { hasFailed, settle } from '../items';
import { theOneMatch, type Resolved } from './theOneMatch';

/** For more reads than this, n8n works longer than on the page of a listing that they would spare. */
const READS_FOR_A_PAGE = 10;
/** So many listings that began too early are waited for, for their hints; then the run makes its own, however many follow. */
const MOST_EARLIER = 2;
/** After so many listings that the run has joined and that broke off, there may be two at once, then four, and so on. */
const MOST_BROKEN = 3;
/** So often, users whom others have listed are looked at; they may change all the time. */
const MOST_LOOKS = 3;

/** By folded email. */
type Found = Map<string, Resolved>;
type Emails = ReadonlyMap<string, { email: string }>;

/**
 * Finds users by email without a listing of its own: with the help of the last listing that any run of this process has
 * made, or has under way.
 *
 * A listing that began after this run did is as good as an own one: the run joins it. One that began before is a hint: a
 * user counts only if a read by ID shows the email and the state that the operation acts on. Whoever else got the email
 * since, or had it before, would be in another state or would be ambiguous.
 * @param emails the emails to look for, by folded email
 * @param actsOn the state that the operation acts on
 * @returns an answer to each email; where one of them needs a listing, that listing, begun for all of them. The caller
 * makes it, or ends it
 * @throws ApiError when the execution is cancelled while it waits for another run's listing
 */
export async function findKnown(
	connection: Connection,
	emails: Emails,
	actsOn: UserState,
): Promise<Found | Listing> {
	let tried: KnownUsers | undefined;
	let stuck: Listing | undefined;
	for (let looks = 0, earlier = 0, broken = 0; ;) {
		const known = connection.knownUsers;
		if (known && known !== tried && looks < MOST_LOOKS) {
			tried = known;
			looks++;
			const found = await findAmong(connection, known, emails, actsOn);
			if (found) return found;
			// Others may be known by now.
			continue;
		}
		const { listing, listings, pause } = connection.underWay;
		// With one at a time, fifty runs would learn one after the other that 1Password is down.
		const enough = 2 ** Math.max(0, broken + 1 - MOST_BROKEN);
		if (!listing || listing === stuck || listings < enough) break;
		const joined = listing.join(emails.keys(), connection.begun);
		if (!joined && earlier === MOST_EARLIER) break;
		// Where every listing is stuck, one would begin after the other: a run gives up one, and waits for the next.
		const giveUp = () => void (stuck = listing);
		// A pause is no silence, also one that came and went.
		const progress = () => listing.shown + pause.count;
		const outcomeOf = async <T>(end: Promise<T>) =>
			await connection.waitFor(stuck ? end : unlessStuck(end, progress, giveUp));
		if (joined) {
			const matches = await outcomeOf(joined);
			if (matches) return answers(emails, matches);
			if (listing !== stuck) broken++;
		} else {
			await outcomeOf(listing.known);
			earlier++;
		}
	}
	// Nothing comes between the last look and this beginning, or two runs would both begin one.
	return connection.beginListing();
}

/** Users of this run's own, as others may have joined the same listing. */
const answers = (emails: Emails, matches: Matches): Found =>
	new Map([...emails].map(([key, { email }]) => [key, theOneMatch(email, jsonCopy(matches.get(key)!))]));

/** @returns an answer to each email, or undefined */
async function findAmong(
	connection: Connection,
	known: KnownUsers,
	emails: Emails,
	actsOn: UserState,
): Promise<Found | undefined> {
	const candidates = new Map([...emails].map(([key, { email }]) => [key, known.candidates(email)]));
	const isOwn = known.begun > connection.begun;
	const ids = new Set([...candidates.values()].flat());
	const helps = (some: string[]) => (isOwn ? true : some.length === 1);
	if (ids.has('') || ids.size > READS_FOR_A_PAGE * known.pages) return undefined;
	if (![...candidates.values()].every(helps)) return undefined;
	const users = await readAll(connection, ids);
	if (!users) return undefined;
	const found: Found = new Map();
	for (const [key, { email }] of emails) {
		const read = candidates.get(key)!.map((id) => users.get(id)!);
		const matches = read.filter((user) => user.email !== undefined && foldEmail(user.email) === key);
		const isSettled = isOwn
			? matches.length === read.length
			: matches.length === 1 && matches[0]!.state === actsOn;
		if (!isSettled) return undefined;
		found.set(key, theOneMatch(email, matches));
	}
	return found;
}

/** @returns the users by ID, or undefined as soon as one of them can't be read: the listing then tells why */
async function readAll(
	connection: Connection,
	ids: Iterable<string>,
): Promise<Map<string, User> | undefined> {
	const users = new Map<string, User>();
	const read = async (id: string) => {
		const outcome = await settle(async () => ({ user: await lookAtUser(connection, id) }));
		// Under the ID that was listed, whatever its case in the answer.
		if (!hasFailed(outcome)) return users.set(id, { ...outcome.user, id }).size > 0;
		if (!isUnknownUser(outcome.failure)) connection.couldNotRead();
		return false;
	};
	const [first, ...others] = ids;
	// Where reading fails, it does so once and not for everyone: a run gives up after some failures.
	if (first !== undefined && !(await read(first))) return undefined;
	await forEachAtOnce(connection, others, read);
	return users.size === others.length + Number(first !== undefined) ? users : undefined;
}
