import { isUnknownUser } from '../../api/errors/ApiError';
import { forEachAtOnce } from '../../api/transport/forEachAtOnce';
import type { Connection } from '../../api/transport/connection';
import type { KnownUsers } from '../../api/transport/KnownUsers';
import type { Listing } from '../../api/transport/Listing';
import type { User, UserState } from '../../api/types';
import { getUser } from '../../api/users';
import { fold } from '../../utils/fold';
import { hasFailed, settle } from '../items';
import { theOneMatch, type Resolved } from './theOneMatch';

/** For more reads than this, n8n works longer than on the page of a listing that they would spare. */
const READS_FOR_A_PAGE = 10;
/** So many listings that began too early are waited for, for their hints; then the run makes its own, however many follow. */
const MOST_EARLIER = 2;
/** So many listings that the run has joined may break off; then it has failed as they did. */
const MOST_BROKEN = 5;

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
	let [earlier, broken] = [0, 0];
	for (;;) {
		const known = connection.knownUsers;
		if (known && known !== tried) {
			const found = await findAmong(connection, known, emails, actsOn);
			if (found) return found;
			tried = known;
		}
		const listing = connection.listingUnderWay;
		const joined = listing?.join(emails.keys(), connection.begun);
		if (joined) {
			const { matches, failure } = await connection.waitFor(joined);
			if (matches) return answers(emails, (key, email) => theOneMatch(email, matches.get(key)!));
			if (failure && ++broken === MOST_BROKEN) return answers(emails, () => ({ failure }));
		} else {
			// Nothing comes between the look at the listing and this beginning, or two runs would both begin one.
			if (!listing || earlier++ === MOST_EARLIER) return connection.beginListing();
			await connection.waitFor(listing.known);
		}
	}
}

const answers = (emails: Emails, answerTo: (key: string, email: string) => Resolved): Found =>
	new Map([...emails].map(([key, { email }]) => [key, answerTo(key, email)]));

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
		const matches = read.filter((user) => user.email !== undefined && fold(user.email) === key);
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
		const outcome = await settle(async () => ({ user: await getUser(connection, id) }));
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
