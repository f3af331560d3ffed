import { UserError } from 'n8n-workflow';
import { mixesScripts } from '../../utils/mixesScripts';
import { oneLine } from '../../utils/oneLine';
import { withoutInvisible } from '../../utils/withoutInvisible';

/** Commas and semicolons, full-width ones too, tabs, and every kind of line break that Unicode knows. */
const SEPARATOR = /[,;，；\p{Cc}\p{Zl}\p{Zp}]/u;
/** Loosely what the ID of a user looks like; anything shorter is a name, and so is a word in small letters. */
const ID = /^(?=[^\d]*\d|[^a-z]*$)[A-Za-z0-9-]{20,128}$/;
/** What people have in emails. A leading bullet, quote or sign, and `?` as a wildcard, would protect nobody. */
const EMAIL_OR_PATTERN =
	/^[\p{L}\p{N}_*][\p{L}\p{M}\p{N}*._+\-'&~#%$!]*(@[\p{L}\p{N}*](?:[\p{L}\p{M}\p{N}*._-]*[\p{L}\p{M}\p{N}*])?)?$/u;

/** `%` as a wildcard, as databases have it, and two dots in a row in a domain. */
const NOBODYS = /(^|@)%|%(@|$)|@[^@]*\.\./;

/**
 * Reads the credential's Protected Users: IDs, emails and patterns with `*`, separated by commas, semicolons or lines.
 * Invisible characters are dropped. An entry that can't match anybody is worse than an error, because it looks like
 * protection: everything that is not clearly one of the three is refused.
 * @returns the entries as a person wrote them
 * @throws UserError that quotes the entry
 */
export function readProtectedUsers(value: unknown): string[] {
	if (typeof value !== 'string') {
		throw new UserError(
			"The 1Password credential's Protected Users is not text. Check the expression in this field.",
		);
	}
	const entries = value.split(SEPARATOR).map((entry) => withoutInvisible(entry).trim());
	const written = entries.filter(Boolean);
	if (written.length === 0 && value !== '') {
		throw new UserError(
			"The 1Password credential's Protected Users has separators and no entry. Check the expressions in this field, or clear it.",
		);
	}
	return written.map(checkedEntry);
}

function checkedEntry(entry: string): string {
	const text = entry.normalize('NFKC');
	const isEmailOrPattern = EMAIL_OR_PATTERN.test(text) && /[@*]/.test(text) && !NOBODYS.test(text);
	if (ID.test(text) || (isEmailOrPattern && !text.endsWith('.') && !mixesScripts(text))) return entry;
	throw new UserError(
		`The 1Password credential's Protected Users has an entry that protects nobody: "${oneLine(entry)}". ` +
			'Write IDs, emails or patterns such as breakglass-*@example.com and nothing else, each on its own line.',
	);
}
