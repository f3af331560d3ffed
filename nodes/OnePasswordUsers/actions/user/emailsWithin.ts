import { foldEmail } from '../../utils/foldEmail';
import { withoutInvisible } from '../../utils/withoutInvisible';

/**
 * What may be an email in `Ana <ana@example.com>`, `mailto:ana@example.com?subject=…`, a list or JSON: of any script, of
 * ASCII alone, where other text begins without a space, and with what few emails have. One ends where a hyphen leads to
 * the next.
 */
const WITHIN = [
	/[\p{L}\p{N}_][\p{L}\p{M}\p{N}._+\-'&~#$!]{0,63}@[\p{L}\p{N}](?:(?![-_][^\s@]{0,63}@)[\p{L}\p{M}\p{N}._·-]){0,253}/gu,
	/[a-z0-9_][a-z0-9._+\-'&~#$!]{0,63}@[a-z0-9](?:(?![-_][^\s@]{0,63}@)[a-z0-9._-]){0,253}/gi,
	/[a-z0-9_][a-z0-9._+\-'&~#$!/^=]{0,63}@[a-z0-9](?:(?![-_][^\s@]{0,63}@)[a-z0-9._-]){0,253}/gi,
];
/** Line breaks and tabs stand between two emails; other control characters may stand within one. */
const CONTROL_CHARACTERS = /(?!\s)\p{Cc}/gu;
const ONE_WORD = /^[^\s@]{1,255}@[^\s@]{1,255}$/;
/** Nobody writes a longer list into one cell. */
const LONGEST_TEXT = 1_000_000;
/** So many ends of a domain are looked at, where something may be glued to it, and so many words in this way. */
const MOST_ENDS = 3;
const MOST_GLUED = 20_000;

/**
 * All that a value may mean in which there is no email alone: whoever it mentions is not to be taken for somebody who has
 * left. One too many is no harm, as the item fails and is told.
 * @returns folded emails
 */
export function emailsWithin(value: unknown): string[] {
	const text = textOf(value).slice(0, LONGEST_TEXT);
	const words = decodings(text)
		.flatMap(readings)
		.flatMap((reading) => WITHIN.flatMap((pattern) => reading.match(pattern) ?? []));
	const emails = [...new Set(words)].flatMap((word, place) =>
		place < MOST_GLUED ? withoutGlued(word) : word,
	);
	// It may be an email that this node does not take for one.
	return (ONE_WORD.test(text) ? [text, ...emails] : emails).map(foldEmail);
}

/** @returns nothing for what n8n can't show as text */
function textOf(value: unknown): string {
	try {
		return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
	} catch {
		return '';
	}
}

/** As JSON, a Windows login, a link, HTML and a word processor write it. */
function decodings(text: string): string[] {
	const withoutEscapes = text.replace(/\\./g, ' ');
	const unescaped = text
		.replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
		.replaceAll('\\', ' ');
	const plain = [...new Set([withoutEscapes, unescaped])].map((escaped) =>
		escaped
			.replace(/(?:%[0-9a-f]{2}){1,200}/gi, percentDecoded)
			.replace(/&#(\d{1,5});/g, (_, code: string) => String.fromCharCode(Number(code)))
			.replace(/&#x([0-9a-f]{1,4});/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
			.normalize('NFKC'),
	);
	return [...new Set(plain.flatMap((decoded) => [decoded, withPlainSigns(decoded)]))];
}

/** In UTF-8, or the codes of ASCII alone. */
function percentDecoded(codes: string): string {
	try {
		return decodeURIComponent(codes);
	} catch {
		return codes.replace(/%([2-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
	}
}

/** A word processor's apostrophes and hyphens may be meant as those of an email, and a Japanese full stop as its dot. */
const withPlainSigns = (text: string) =>
	text
		.replace(/[‘’ʼ]/g, "'")
		.replace(/[‐-―−]/g, '-')
		.replaceAll('。', '.');

/** What nobody sees may stand within an email or between two, and spaces around the @. */
const readings = (plain: string) => [
	withoutInvisible(plain.replace(CONTROL_CHARACTERS, '')),
	plain.replace(/\s{0,3}@\s{0,3}/g, '@'),
];

/** The word, and what is left of it without a number or a mark before it, and without the ends of its domain. */
function withoutGlued(word: string): string[] {
	const at = word.indexOf('@');
	const [local, domain] = [word.slice(0, at), word.slice(at + 1)];
	const locals = [local, local.replace(/^\d+[.-]/, ''), local.slice(local.lastIndexOf('#') + 1)];
	const ends = [...domain.matchAll(/[._·-]+/g)].slice(-MOST_ENDS).map(({ index }) => domain.slice(0, index));
	const domains = [domain.replace(/[._·-]+$/, ''), ...ends];
	return [...new Set(locals)].flatMap((start) => [...new Set(domains)].map((end) => `${start}@${end}`));
}
