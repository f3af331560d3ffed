import { ItemError } from '../../common/ItemError';
import { passes } from '../../common/userFilters';
import { foldEmail } from '../../utils/foldEmail';
import { trim } from '../../utils/trim';
import { hasFailed, type Failed } from '../items';
import { emailsWithin } from './emailsWithin';
import { isEmail, isNothing, notAnEmail, typeInWords } from './namedUser';

/** What an item of the list says: an email, or none. */
export interface Listed {
	email: string | undefined;
}

/** Somebody on the list, as the first item that names them writes the email. */
export interface Person {
	item: number;
	email: string;
}

/** The people whom the items list. */
export interface AuditedList {
	/** by the folded email */
	people: Map<string, Person>;
	/** folded emails within what could not be read: nobody can say of these people that they are not listed */
	mentioned: Set<string>;
	/** how many items have no email */
	withoutEmail: number;
	/** how many items name an email that an item before them names */
	repeated: number;
	/** how many items name an email in another domain than the one that is audited */
	inOtherDomains: number;
}

/**
 * Reads the Email field of an item.
 * @returns no email for an item that has none, such as an empty line of a spreadsheet
 * @throws ItemError when there is something else in its place: whoever is meant would seem not to be listed
 */
export function readListed(value: unknown): Listed {
	if (value === null || value === undefined) return { email: undefined };
	if (typeof value !== 'string')
		throw new ItemError(
			'invalid_input',
			`The Email field needs text, but got ${typeInWords(value)}`,
			'Check the expression: it must give one email such as name@example.com.',
		);
	const text = trim(value);
	if (isNothing(text)) return { email: undefined };
	if (isEmail(text)) return { email: text };
	throw notAnEmail(text, 'Use the form name@example.com in the Email field, with nothing around it.');
}

/**
 * Everyone on the list, each once.
 * @param listed what each item says
 * @param valueOf what stands in the Email field of an item that could not be read
 * @param emailDomain leaves out people in other domains
 * @throws ItemError when nobody is left: everyone in the account would seem to have gone
 */
export function auditedList(
	listed: Array<Listed | Failed>,
	valueOf: (item: number) => unknown,
	emailDomain?: string,
): AuditedList {
	const people = new Map<string, Person>();
	const mentioned = new Set<string>();
	const list = { people, mentioned, withoutEmail: 0, repeated: 0, inOtherDomains: 0 };
	for (const [item, row] of listed.entries()) {
		if (hasFailed(row)) for (const email of emailsWithin(valueOf(item))) mentioned.add(email);
		else if (row.email === undefined) list.withoutEmail++;
		else if (!passes({ email: row.email }, { emailDomain })) list.inOtherDomains++;
		else if (people.has(foldEmail(row.email))) list.repeated++;
		else people.set(foldEmail(row.email), { item, email: row.email });
	}
	if (people.size === 0) throw emptyList(emailDomain);
	return list;
}

function emptyList(emailDomain: string | undefined): ItemError {
	return emailDomain === undefined
		? new ItemError(
				'invalid_input',
				'The list has no email: everyone in the account would seem not to be on it',
				'The input items are the list. Check that the node before gives people, and the expression in the Email field.',
			)
		: new ItemError(
				'invalid_input',
				`The list has no email in ${emailDomain}: everyone in this domain would seem not to be on it`,
				'Check the option Email Domain, that the node before gives people, and the expression in the Email field.',
			);
}
