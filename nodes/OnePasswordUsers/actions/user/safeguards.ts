import type { User } from '../../api/types';

/** An entry of the credential's Protected Users: an ID, an email or a pattern in which * stands for anything. */
export interface ProtectionRule {
	/** as a person wrote it */
	entry: string;
	/** whether the entry can only be judged by the email of a user */
	needsEmail: boolean;
	matches(text: string): boolean;
}

/** Turns the entries of Protected Users into rules. */
export function protectionRules(entries: string[]): ProtectionRule[] {
	return entries.map((entry) => {
		const folded = fold(entry);
		const parts = folded.split('*');
		return {
			entry,
			needsEmail: folded.includes('@') || folded.includes('*'),
			matches: (text) => matchesParts(fold(text), parts),
		};
	});
}

/**
 * Who may not be suspended, whatever a workflow or an agent asks for.
 * @returns the rule that protects this user; a user without an email is protected by every rule that needs one, since
 * nobody can tell
 */
export function protectionOf({ id, email }: User, rules: ProtectionRule[]): ProtectionRule | undefined {
	return rules.find((rule) => {
		if (id !== undefined && rule.matches(id)) return true;
		return email ? rule.matches(email) : rule.needsEmail;
	});
}

/** Whether more users would change than is allowed; 0 allows any number. */
export const exceeds = (changes: number, maxChanges: number) => maxChanges > 0 && changes > maxChanges;

/** The strictest limit that any item of the run sets; 0 when none does. */
export function strictestLimit(limits: number[]): number {
	const set = limits.filter((limit) => limit > 0);
	return set.length > 0 ? set.reduce((strictest, limit) => Math.min(strictest, limit)) : 0;
}

/**
 * Same for texts that differ in case only, in any script; where in doubt, more is protected rather than less.
 * Small letters first, then capitals: ẞ becomes SS only by way of ß, and σ and ς are one letter only as Σ.
 */
const fold = (text: string) => text.trim().normalize('NFKC').toLowerCase().toUpperCase().normalize('NFKC');

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
