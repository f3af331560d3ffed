import type { User, UserState } from '../../api/types';
import { ItemError } from '../../common/ItemError';
import { hasTangledDots } from '../../utils/hasTangledDots';
import { mixesScripts } from '../../utils/mixesScripts';
import { withAsciiDomain } from '../../utils/withAsciiDomain';
import { withoutInvisible } from '../../utils/withoutInvisible';
import { nobodyWas, WORDS } from './words';

/*
 * Everything that can keep a user from being suspended or reactivated, in the order in which it is checked: Read Only,
 * Protected Users, Max Suspended Users, Max Changes. Each rule stands beside what it tells the person.
 */

/** As many names as a person reads; a message that lists more says how many. */
const NAMES_SHOWN = 10;

/** An entry of the credential's Protected Users: an ID, an email or a pattern in which * stands for anything. */
export interface ProtectionRule {
	/** as a person wrote it */
	entry: string;
	/** whether the entry can only be judged by the email of a user */
	needsEmail: boolean;
	matches(text: string): boolean;
}

/** Why a read-only credential changes nobody; nothing is asked before. */
export const readOnlyError = (target: UserState) =>
	new ItemError(
		'read_only',
		`${WORDS[target].Verbing} is switched off: the credential is read only`,
		`If this workflow is meant to change users, use a credential without Read Only. ${nobodyWas(target)}.`,
	);

/** Turns the entries of Protected Users into rules. */
export function protectionRules(entries: string[]): ProtectionRule[] {
	return entries.map((entry) => {
		const [plain, ascii] = formsOf(entry);
		const [parts, asciiParts] = [plain.split('*'), ascii.split('*')];
		return {
			entry,
			needsEmail: plain.includes('@') || plain.includes('*'),
			matches: (text) => {
				const [asItIs, asAscii] = formsOf(text);
				if (matchesParts(asItIs, parts)) return true;
				return (asAscii !== asItIs || ascii !== plain) && matchesParts(asAscii, asciiParts);
			},
		};
	});
}

/**
 * Who may not be suspended, whatever a workflow or an agent asks for.
 * @returns the rule that protects this user; a user without an email, or with something else in its place, is protected
 * by every rule that needs one, since nobody can tell
 */
export function protectionOf({ id, email }: User, rules: ProtectionRule[]): ProtectionRule | undefined {
	const plainEmail = isPlainEmail(email) ? email : undefined;
	return rules.find((rule) => {
		if (id !== undefined && rule.matches(id)) return true;
		return plainEmail === undefined ? rule.needsEmail : rule.matches(plainEmail);
	});
}

/**
 * Whether a rule names this very user, for what leaves protected users out: unlike with `protectionOf`, a user of whom
 * nobody can tell is not taken for one.
 */
export const isSurelyProtected = ({ id, email }: User, rules: ProtectionRule[]): boolean =>
	rules.some((rule) => [id, email].some((text) => text !== undefined && rule.matches(text)));

/** Why this user was not suspended. */
export function protectedError(user: User, name: string, { entry }: ProtectionRule): ItemError {
	const why = isPlainEmail(user.email)
		? ''
		: ' 1Password gave no plain email for this user, so nobody can tell that the entry does not apply.';
	return new ItemError(
		'protected',
		`${name} is protected and was not suspended`,
		`"${entry}" in the credential's Protected Users covers this user.${why} If the suspension is meant, do it in 1Password, or remove the entry.`,
	);
}

/**
 * The ceiling of the credential: nobody is suspended if more users of the account than this would then be.
 * @param suspended how many 1Password's own list holds now
 * @param more how many this run would add
 */
export function ceilingError(suspended: number, more: number, maxSuspended: number): ItemError | undefined {
	if (maxSuspended === 0 || more === 0 || suspended + more <= maxSuspended) return undefined;
	return new ItemError(
		'max_suspended',
		`${suspended + more} users of this account would be suspended, more than Max Suspended Users allows (${maxSuspended}). ${nobodyWas('SUSPENDED')}`,
		`${suspended} are suspended now, and this run would add ${more}. Look into 1Password for what suspends so many. If all of it is meant, raise Max Suspended Users in the credential, or reactivate users.`,
	);
}

/**
 * The limit of the run: it changes all that it would change, or nobody.
 * @param names of the users who would change, each once
 * @param limits of all items; the lowest counts, 0 is none
 */
export function maxChangesError(names: string[], limits: number[], target: UserState): ItemError | undefined {
	const limit = strictestLimit(limits);
	if (limit === 0 || names.length <= limit) return undefined;
	const { verb } = WORDS[target];
	return new ItemError(
		'max_changes',
		`This run would ${verb} ${names.length} users, more than Max Changes allows (${limit}). ${nobodyWas(target)}`,
		`They are ${listOf(names, NAMES_SHOWN)}. If all of them are meant, raise Max Changes, or set it to 0 for no limit.`,
	);
}

/** The strictest limit that any item of the run sets; 0 when none does. */
export function strictestLimit(limits: number[]): number {
	const set = limits.filter((limit) => limit > 0);
	return set.length > 0 ? set.reduce((strictest, limit) => Math.min(strictest, limit)) : 0;
}

/** Names for a message, e.g. `ana@example.com, ben@example.com and 7 more`. */
export function listOf(names: string[], most: number): string {
	const shown = names.slice(0, most).join(', ');
	return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

/** The text without what nobody sees, each character in its usual form. */
const plainOf = (text: string) => withoutInvisible(text).trim().normalize('NFKC');

/**
 * Same for plain texts that differ in case only, in any script; where in doubt, more is protected rather than less. The Turkish İ is an I, since systems differ in what they make of it. Small letters first, then capitals: ẞ
 * becomes SS only by way of ß, and σ and ς are one letter only as Σ.
 */
const foldBroadly = (plain: string) =>
	plain.toLowerCase().replaceAll('i\u0307', 'i').toUpperCase().normalize('NFKC');

/** Folded as it is, and with an international domain as name servers know it: either may be written for the other. */
function formsOf(text: string): [string, string] {
	const plain = plainOf(text);
	const ascii = withAsciiDomain(plain);
	const folded = foldBroadly(plain);
	return [folded, ascii === plain ? folded : foldBroadly(ascii)];
}

/** Letters of any script, their marks and digits, and the signs that RFC 5322 has in an address. */
const PLAIN_EMAIL =
	/^[\p{L}\p{N}_][\p{L}\p{M}\p{N}.!#$%&'*+\-/=?^_`{|}~]*@[\p{L}\p{M}\p{N}._·-]*[\p{L}\p{M}\p{N}]$/u;
/** A mark that no letter takes, and on a Latin letter any but the usual accents, is as good as unseen. */
const STRAY_MARK = /[^\p{L}\p{M}]\p{M}|\p{Script=Latin}(?![\u0300-\u030c\u0323-\u0328\u0331])\p{M}/u;
/** Letters in Cyrillic, Greek or Armenian all of which look Latin, such as `сео`, and no other letter that would give them away. */
const IMITATION = /^(?=.*[^\p{Script=Latin}\P{L}])[\p{Script=Latin}\P{L}асеорхуіѕјһԁԛԝӏαιονρυκχօոսհց]*$/iu;
/** Phonetic letters and clicks, and digits of other scripts. */
const LOOK_ALIKE = /[\u01c0-\u01c3\u0250-\u02af\u1d00-\u1dbf\ua720-\ua7ff]|(?![0-9])\p{N}/u;
const DECEPTIONS = [STRAY_MARK, IMITATION, LOOK_ALIKE];

/** One address of characters that can be told apart, and nothing around it. */
function isPlainEmail(email: string | undefined): email is string {
	const text = plainOf(email ?? '');
	return (
		PLAIN_EMAIL.test(text) &&
		!mixesScripts(text) &&
		!hasTangledDots(text) &&
		!DECEPTIONS.some((deception) => deception.test(text))
	);
}

/** Literal parts in their order: no regular expression is built from what a person wrote, so none can run wild. */
function matchesParts(text: string, parts: string[]): boolean {
	const [first = '', ...rest] = parts;
	const last = rest.pop();
	if (last === undefined) return text === first;
	if (!text.startsWith(first)) return false;
	let from = first.length;
	for (const part of rest) {
		const found = text.indexOf(part, from);
		if (found < 0) return false;
		from = found + part.length;
	}
	return text.length - last.length >= from && text.endsWith(last);
}
