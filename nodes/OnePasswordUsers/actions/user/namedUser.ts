import type { IExecuteFunctions } from 'n8n-workflow';
import { isUserId } from '../../api/shapes';
import type { User } from '../../api/types';
import { ItemError } from '../../common/ItemError';
import { hasTangledDots } from '../../utils/hasTangledDots';
import { isRecord } from '../../utils/isRecord';
import { mixesScripts } from '../../utils/mixesScripts';
import { oneLine } from '../../utils/oneLine';
import { trim } from '../../utils/trim';
import { withoutInvisible } from '../../utils/withoutInvisible';
import type { Identity } from '../items';

/** A user as an item names one. */
export type NamedUser = { by: 'id'; id: string } | { by: 'email'; email: string };

/**
 * An address and nothing around it: what is quoted, bracketed, marked or listed would name nobody, and look like a leaver.
 * It begins and ends with a letter or digit of any script, or with a mark of a letter.
 */
const EMAIL =
	/^[\p{L}\p{N}_][\p{L}\p{M}\p{N}._+\-'&~#$!/^]{0,255}@[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}._·-]{0,254}[\p{L}\p{M}\p{N}])?$/u;
/** Full-width letters and ligatures: no address is written in them. */
const FORMS_OF_LETTERS = /[\ufb00-\ufb06\uff01-\uff5e]/;
const CONTROL_CHARACTER = /\p{Cc}/u;
const NOTHING = /^(undefined|null|nan)$/i;

/** Whether a trimmed text is one email and nothing else. */
export const isEmail = (text: string) =>
	EMAIL.test(text) &&
	withoutInvisible(text) === text &&
	!FORMS_OF_LETTERS.test(text) &&
	!mixesScripts(text) &&
	!hasTangledDots(text);

/** Whether a trimmed text is what an expression leaves that put nothing into it. */
export const isNothing = (text: string) => text === '' || NOTHING.test(text);

/**
 * Reads the User field of an item: a resource locator of mode `list`, `id` or `email`. An email is one in any mode: an ID
 * cannot contain an @, and n8n's button that lets a model fill in the field sets By ID.
 * @throws UserError that quotes what was given and says what is expected
 */
export function readNamedUser(locator: unknown): NamedUser {
	const { value, byEmail } = readLocator(locator);
	if (typeof value !== 'string') throw notText(value, byEmail);
	const text = trim(value);
	if (isNothing(text))
		throw invalid(
			`No user is named: the ${byEmail ? 'email' : 'ID'} is empty`,
			'Check the expression in the User field, and that the item before has this value.',
		);
	if (byEmail) {
		if (isEmail(text)) return { by: 'email', email: text };
		throw notAnEmail(text, 'Use the form name@example.com in the User field, or choose By ID.');
	}
	if (isUserId(text)) return { by: 'id', id: text };
	throw invalid(
		`"${oneLine(text)}" is not the ID of a user`,
		'Give the User field an ID (letters and digits, usually 26 of them) or an email such as name@example.com.',
	);
}

/** What a failed item keeps of its input, also where it names nobody. */
export function identityOf(locator: unknown): Identity {
	const { value, byEmail } = readLocator(locator);
	const text = typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 320) : null;
	return byEmail ? { email: text } : { id: text };
}

/** A field that was filled in by an expression as a whole may be bare text. */
function readLocator(locator: unknown): { value: unknown; byEmail: boolean } {
	const { mode, value } = isRecord(locator) ? locator : { mode: 'id', value: locator };
	return { value, byEmail: mode === 'email' || (typeof value === 'string' && value.includes('@')) };
}

/** What failed items keep of their input; nothing where the operation names no user or its expression fails. */
export function identitiesOf(context: IExecuteFunctions): (item: number) => Identity {
	return (item) => {
		try {
			return identityOf(context.getNodeParameter('userId', item));
		} catch {
			return {};
		}
	};
}

/** The user's name for messages, as the item gives it. */
export const nameOf = (named: NamedUser) => (named.by === 'email' ? named.email : named.id);

/** The same for a user who was found: an ID alone tells a person nothing. */
export const nameWithEmail = (named: NamedUser, { email }: User) =>
	named.by === 'id' && email ? `${oneLine(email, 254)} (${named.id})` : nameOf(named);

const invalid = (message: string, description: string) =>
	new ItemError('invalid_input', message, description);

/**
 * Quotes what should have been an email. An invisible character is told of: without it, the message would quote an email
 * and say that it is none.
 */
export function notAnEmail(text: string, advice: string): ItemError {
	const message = `"${oneLine(text)}" is not an email address`;
	const characters = [...text];
	const invisible = characters.find(isInvisible);
	const seen = characters.filter((character) => !isInvisible(character)).join('');
	if (invisible === undefined || !isEmail(seen)) return invalid(message, advice);
	const code = invisible.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
	return invalid(
		message,
		`There is an invisible character in it (U+${code}). Enter the email anew where it comes from.`,
	);
}

/** A space counts as seen. */
const isInvisible = (character: string) =>
	withoutInvisible(character) === '' || CONTROL_CHARACTER.test(character);

function notText(value: unknown, byEmail: boolean): ItemError {
	return invalid(
		`The User field needs text, but got ${typeInWords(value)}`,
		`Check the expression: it must give ${byEmail ? 'an email such as name@example.com' : 'the ID of a user'}.`,
	);
}

/** What was given in place of text, for messages. */
export function typeInWords(value: unknown): string {
	if (value === null || value === undefined) return 'nothing';
	return Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`;
}
