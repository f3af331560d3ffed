import type { User } from '../../api/types';
import { ItemError } from '../../common/ItemError';
import type { Failed } from '../items';

/** A user, or why there is none; `missing` marks that 1Password knows no such user. */
export type Resolved = { user: User } | (Failed & { missing?: true });

/**
 * Who is meant by an email. Never a guess: no match and several matches are failures.
 * @param matches all users of the account who have the email
 */
export function theOneMatch(email: string, matches: User[]): Resolved {
	const [user] = matches;
	if (user && matches.length === 1) return { user };
	if (!user) {
		const failure = new ItemError(
			'not_found',
			`No user with the email ${email} in this account`,
			'Check the spelling, and that the person belongs to the account of the credential. Every user of the account was looked at.',
		);
		return { failure, missing: true };
	}
	const candidates = matches
		.map(
			({ id, email: spelled, state }) => `${id ?? 'without an ID'} (${spelled}, ${state ?? 'state unknown'})`,
		)
		.join(', ');
	return {
		failure: new ItemError(
			'ambiguous',
			`Several users have the email ${email}`,
			`${matches.some(({ id }) => id) ? 'Choose one of them By ID' : 'Look into 1Password'}: ${candidates}.`,
		),
	};
}
