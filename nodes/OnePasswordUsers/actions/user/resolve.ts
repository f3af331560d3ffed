import { UserError } from 'n8n-workflow';
import { ApiError } from '../../api/ApiError';
import { forEachAtOnce } from '../../api/concurrency';
import type { Connection } from '../../api/connection';
import type { User } from '../../api/types';
import { getUser, listUsers } from '../../api/users';
import { asError, hasFailed } from '../run';
import type { Failed } from '../run';
import { emailKey, keyOf } from './namedUser';
import type { NamedUser } from './namedUser';

/** A user, or why there is none; `missing` marks that 1Password knows no such user. */
export type Resolved = { user: User } | (Failed & { missing?: true });

/**
 * So many reads by ID cost as much time as one page of a listing. A listing for the sake of IDs gets no more pages than
 * it would save reads, so that it never costs much more than it could have saved.
 */
const READS_PER_PAGE = 100;

/**
 * Finds the users that all items name, in as few requests as are exact: one listing for any number of emails (the API
 * has no lookup by email); for IDs a read each, or a listing where that is cheaper.
 * @param stopOnFailure whether to read nobody else once one could not be read
 * @returns what was found, in the order asked; the same name gets the same answer
 */
export async function resolveUsers(
	connection: Connection,
	named: Array<NamedUser | Failed>,
	stopOnFailure: boolean,
): Promise<Resolved[]> {
	const wanted = new Wanted(named.filter((name): name is NamedUser => !hasFailed(name)));
	await lookUpInListing(connection, wanted);
	await forEachAtOnce(wanted.openIds(), async (id) => {
		const resolved = await readUser(connection, id);
		wanted.settle(`id:${id}`, resolved);
		return !(stopOnFailure && hasFailed(resolved) && !resolved.missing);
	});
	return named.map((name) => (hasFailed(name) ? name : wanted.answerTo(name)));
}

async function lookUpInListing(connection: Connection, wanted: Wanted): Promise<void> {
	const forEmails = wanted.emails.size > 0;
	const mostPages = forEmails ? Infinity : Math.floor(wanted.ids.size / READS_PER_PAGE);
	if (mostPages === 0) return;
	try {
		let pages = 0;
		for await (const users of listUsers(connection)) {
			for (const user of users) wanted.offer(user);
			if (++pages >= mostPages || wanted.isComplete()) return;
		}
		wanted.settleEmails();
	} catch (failure) {
		// IDs can still be read one by one, where the application may do that and not list.
		if (failure instanceof ApiError && failure.isForbidden) wanted.failEmails(failure);
		else wanted.failAll(asError(failure));
	}
}

async function readUser(connection: Connection, id: string): Promise<Resolved> {
	try {
		return { user: await getUser(connection, id) };
	} catch (error) {
		const failure = asError(error);
		return failure instanceof ApiError && failure.kind === 'unknownUser'
			? { failure, missing: true }
			: { failure };
	}
}

/** Who is looked for, and who was found so far. Keeps only users who are wanted, however many are listed. */
class Wanted {
	readonly ids = new Set<string>();
	readonly emails = new Map<string, { email: string; matches: User[] }>();
	private readonly answers = new Map<string, Resolved>();

	constructor(named: NamedUser[]) {
		for (const name of named) {
			if (name.by === 'id') this.ids.add(name.id);
			else this.emails.set(emailKey(name.email), { email: name.email, matches: [] });
		}
	}

	offer(user: User): void {
		if (user.id !== undefined && this.ids.has(user.id)) this.answers.set(`id:${user.id}`, { user });
		if (user.email) this.emails.get(emailKey(user.email))?.matches.push(user);
	}

	/** Emails are complete only at the end of the whole listing: a second match may come on its last page. */
	isComplete(): boolean {
		return this.emails.size === 0 && this.answers.size === this.ids.size;
	}

	/** To be called when the whole account was listed. */
	settleEmails(): void {
		for (const [key, { email, matches }] of this.emails)
			this.settle(`email:${key}`, theOneMatch(email, matches));
	}

	failEmails(failure: Error): void {
		for (const key of this.emails.keys()) this.settle(`email:${key}`, { failure });
	}

	failAll(failure: Error): void {
		this.failEmails(failure);
		for (const id of this.openIds()) this.settle(`id:${id}`, { failure });
	}

	settle(key: string, resolved: Resolved): void {
		this.answers.set(key, resolved);
	}

	openIds(): string[] {
		return [...this.ids].filter((id) => !this.answers.has(`id:${id}`));
	}

	answerTo(name: NamedUser): Resolved {
		return (
			this.answers.get(keyOf(name)) ?? {
				failure: new UserError('Not looked up, because another item failed before'),
			}
		);
	}
}

/** Never a guess: no match and several matches are failures. */
function theOneMatch(email: string, matches: User[]): Resolved {
	const [user] = matches;
	if (user && matches.length === 1) return { user };
	if (!user) {
		const description =
			'Check the spelling, and that the person belongs to the account of the credential. Every user of the account was looked at.';
		return {
			failure: new UserError(`No user with the email ${email} in this account`, { description }),
			missing: true,
		};
	}
	const candidates = matches
		.map(({ id, email: spelled, state }) => `${id} (${spelled}, ${state})`)
		.join(', ');
	return {
		failure: new UserError(`Several users have the email ${email}`, {
			description: `Choose one of them By ID: ${candidates}.`,
		}),
	};
}
