import fc from 'fast-check';
import { protectionOf, protectionRules } from '../../../nodes/OnePasswordUsers/actions/user/safeguards';
import type { User } from '../../../nodes/OnePasswordUsers/api/types';

const ID = 'IR7VJHJ36JHINBFAD7V2T5MP3E';
const withEmail = (email: string): User => ({ id: ID, email });

/** The entry that protects a user, if any. */
const protectedBy = (user: User, ...entries: string[]) => protectionOf(user, protectionRules(entries))?.entry;

describe('a protected user', () => {
	it.each([
		['ana@example.com', 'ana@example.com'],
		['ana@example.com', ' ANA@Example.COM '],
		['breakglass-1@example.com', 'breakglass-*@example.com'],
		['breakglass-@example.com', 'breakglass-*@example.com'],
		['ana@example.com', '*@example.com'],
		['ana@example.com', '*'],
		['ana@example.com', '**'],
		['ana@example.com', 'ana@*'],
		['ana@example.com', '*example*'],
		['ana+siem@example.com', 'ana+siem@example.com'],
		['ana+siem@example.com', 'ana+*@example.com'],
		['ana+siem@example.com', 'ana*@example.com'],
		['a.b[c]?(d)^$|\\@example.com', 'a.b[c]?(d)^$|\\@example.com'],
	])('%s is covered by the entry %s', (email, entry) => {
		expect(protectedBy(withEmail(email), entry)).toBe(entry);
	});

	it.each([
		['ana@example.com', 'bob@example.com'],
		['ana@example.com', 'ana@example.co'],
		['ana@example.com', 'na@example.com'],
		['ana@example.com', 'ana'],
		['ana@example.com', '*@example.org'],
		['ana@example.com.evil.com', '*@example.com'],
		['ana@sub.example.com', '*@example.com'],
		['ana+siem@example.com', 'ana@example.com'],
		['ana@example.com', 'ana+siem@example.com'],
		['ana@example.com', 'ana+*@example.com'],
		['anaxexample.com', 'ana.example.com'],
		['ana@exampleXcom', 'ana@example.com'],
		['ana@example.com', 'ana@exampl?.com'],
		['ana@example.com', '[a-z]na@example.com'],
	])('%s is not covered by the entry %s', (email, entry) => {
		expect(protectedBy(withEmail(email), entry)).toBeUndefined();
	});

	it.each([ID, ID.toLowerCase(), ` ${ID}`, 'IR7V*', '*MP3E'])('can be named by ID: %s', (entry) => {
		expect(protectedBy(withEmail('ana@example.com'), entry)).toBe(entry);
	});

	it('is not covered by a part of the ID', () => {
		expect(protectedBy(withEmail('ana@example.com'), ID.slice(0, 10))).toBeUndefined();
	});

	it('is told by the first entry that covers it', () => {
		expect(protectedBy(withEmail('ana@example.com'), 'bob@example.com', '*@example.com', 'ana@*')).toBe(
			'*@example.com',
		);
	});

	it('is nobody where there are no entries', () => {
		expect(protectedBy({}, ...[])).toBeUndefined();
	});
});

describe('the case of an email', () => {
	it.each([
		['JOSÉ@EXAMPLE.COM', 'josé@example.com'],
		['jose\u0301@example.com', 'josé@example.com'],
		['ΓΙΏΡΓΟΣ@example.gr', 'γιώργος@example.gr'],
		['γιώργοσ@example.gr', 'ΓΙΏΡΓΟΣ@example.gr'],
		['STRASSE@example.de', 'straße@example.de'],
		['иван@example.ru', 'ИВАН@example.ru'],
		['ana@example.com', 'ana@example.com'],
		['ﬁona@example.com', 'fiona@example.com'],
		['\u212Aate@example.com', 'kate@example.com'],
		['i\u0307zmir@example.tr', '\u0130ZMIR@example.tr'],
		['\u1E9Eenia@example.de', 'ssenia@example.de'],
		['ADM\u0130N@EXAMPLE.COM', 'admin@example.com'],
		['admin@example.com', 'ADM\u0130N@EXAMPLE.COM'],
		['γιώργοσα@example.gr', 'ΓΙΏΡΓΟΣ*'],
		['ΓΙΏΡΓΟΣΑ@example.gr', 'γιώργος*'],
	])('does not matter in any script: %s is covered by %s', (email, entry) => {
		expect(protectedBy(withEmail(email), entry)).toBe(entry);
	});

	it.each([
		['άννα@example.gr', 'άννας@example.gr'],
		['strase@example.de', 'straße@example.de'],
		['jose@example.com', 'josé@example.com'],
		['\u0131smail@example.tr', 'lsmail@example.tr'],
	])('does not make one of two people: %s is not covered by %s', (email, entry) => {
		expect(protectedBy(withEmail(email), entry)).toBeUndefined();
	});

	it('does not matter, whatever ASCII it is made of (property)', () =>
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom(...'aBzZ09.+-_@'), minLength: 1 }), (email) => {
				expect(protectionRules([email.toLowerCase()])[0]?.matches(email.toUpperCase())).toBe(true);
			}),
		));
});

describe('an international domain', () => {
	const FORMS = ['münchen.example', 'xn--mnchen-3ya.example', 'MÜNCHEN.example'];
	it.each(FORMS.flatMap((one) => FORMS.map((other) => [one, other])))(
		'is one, whether written %s or %s',
		(inEntry, inEmail) => {
			for (const entry of [`ana@${inEntry}`, `*@${inEntry}`, `a*@*${inEntry}`])
				expect(protectedBy(withEmail(`ana@${inEmail}`), entry)).toBe(entry);
			expect(protectedBy(withEmail(`ana@${inEmail}`), `ben@${inEntry}`)).toBeUndefined();
		},
	);
});

describe('a user without an email', () => {
	it.each(['ana@example.com', '*@example.com', 'breakglass-*', '*'])(
		'is protected by an entry that needs one: %s',
		(entry) => {
			expect(protectedBy({ id: ID }, entry)).toBe(entry);
		},
	);

	it('is protected by such an entry also where the email is empty', () => {
		expect(protectedBy({ id: ID, email: '' }, 'ana@example.com')).toBe('ana@example.com');
	});

	it.each([
		...[
			'   ',
			'\u200b',
			'ana',
			'null',
			'Ana <ana@example.com>',
			'mailto:ana@example.com',
			'ana @example.com',
		],
		...['ana@example.com, x@y.z', 'ana\t@example.com', 'ana\u0000@example.com', '"ana@example.com"'],
		// What looks like a plain email, and is none: blank symbols, private use, marks on letters that take none.
		...['ana@example.com\uFFFC', 'ana\u{1D159}@example.com'],
		...[
			'с\u0435о@example.com',
			'c\u0435o@example.com',
			'ceo@exampleꓸcom',
			'o\u02bcbrien@example.com',
			'ce\u03bf@example.com',
		],
		...['ce०@example.com', 'ceᴏ@example.com', 'ceo@exɑmple.com', 'oꞌbrien@example.com', '*ceo@example.com'],
		...['cǀo@example.com', 'օոս@example.com', 'ana..lima@example.com'],
		...['ana@example..com', '.ana@example.com', 'ana.@example.com', 'ana@.example.com'],
		...['ana@example.com\uE000', 'ana@example.com\u0345', 'ana@exampl\u0320e.com', 'ana@example.com.'],
	])('is protected by such an entry also where something else stands in its place: %j', (email) => {
		expect(protectedBy({ id: ID, email }, 'ceo@example.com')).toBe('ceo@example.com');
	});

	it.each([
		'an\u034Fa@example.com',
		'ana@example.com\u2800',
		'ana\uFE0F@example.com',
		'ana@ex\u00adample.com',
	])('is found behind characters that nobody sees: %j', (email) => {
		expect(protectedBy({ id: ID, email }, 'ana@example.com')).toBe('ana@example.com');
	});

	it.each([
		'สมชาย@example.co.th',
		'सीता@उदाहरण.भारत',
		'nguyễn@example.vn',
		'сергей@пример.рф',
		'а.иванов@пример.рф',
		'анна@example.ru',
		'оксана@приклад.укр',
		'κ.νικολάου@example.gr',
		'adébọ́lá@example.ng',
		'ana@col·legi.cat',
		'田中@例え.jp',
		"o'neil_{x}@ex-1.example",
	])('is none of them who has one in any script: %s', (email) => {
		expect(protectedBy({ id: ID, email }, 'ceo@example.com')).toBeUndefined();
		expect(protectedBy({ id: ID, email }, email)).toBe(email);
	});

	it('is not protected by the ID of somebody else', () => {
		expect(protectedBy({ id: ID }, 'AAAAAAAAAAAAAAAAAAAAAAAAAA')).toBeUndefined();
	});

	it('is protected by their own ID', () => {
		expect(protectedBy({ id: ID }, ID)).toBe(ID);
	});

	it('and without an ID is protected by an entry that needs an email', () => {
		expect(protectedBy({}, 'ana@example.com')).toBe('ana@example.com');
	});
});

describe('a pattern', () => {
	/** What a star means, as slowly and as plainly as one can say it. */
	const covers = (pattern: string, text: string): boolean => {
		if (pattern === '') return text === '';
		if (pattern.startsWith('*'))
			return covers(pattern.slice(1), text) || (text !== '' && covers(pattern, text.slice(1)));
		return pattern[0] === text[0] && covers(pattern.slice(1), text.slice(1));
	};
	it('means what a star means (property)', () =>
		fc.assert(
			fc.property(
				fc.string({ unit: fc.constantFrom('a', 'b', '@', '*'), maxLength: 8 }),
				fc.string({ unit: fc.constantFrom('a', 'b', '@'), minLength: 1, maxLength: 12 }),
				(pattern, text) => {
					const [built] = protectionRules([pattern]);

					expect(built?.matches(text)).toBe(covers(pattern, text));
				},
			),
			{ numRuns: 5000 },
		));

	it('covers what it was made from by putting stars in (property)', () =>
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.string({ unit: fc.constantFrom('a', 'b', '+', '.', '@') }), fc.boolean()), {
					minLength: 1,
				}),
				(parts) => {
					const text = parts.map(([part]) => part).join('');
					const pattern = parts.map(([part, hidden]) => (hidden ? '*' : part)).join('');

					expect(protectionRules([pattern])[0]?.matches(text)).toBe(true);
				},
			),
		));

	it.each([
		['aba', 'ab*ba'],
		['abcab', 'abc*cab'],
	])('does not use a letter twice: %s does not fit %s', (text, pattern) => {
		expect(protectionRules([pattern])[0]?.matches(text)).toBe(false);
	});

	it('is remembered as a person wrote it', () => {
		expect(protectionRules([' A*b '])[0]?.entry).toBe(' A*b ');
	});

	it('of thousands of stars has an end, on a text that nearly fits', () => {
		const stars = 'a*'.repeat(5000);

		const [rule] = protectionRules([`${stars}b`]);

		expect(rule?.matches('a'.repeat(100_000))).toBe(false);
		expect(rule?.matches(`${'a'.repeat(100_000)}b`)).toBe(true);
	});

	it('is looked for once along the email, however it is made', () => {
		const email = `${'ab'.repeat(500)}@example.com`;
		const entry = `${'*a*b*'.repeat(200)}@example.org`;
		const [rule] = protectionRules([entry]);
		const searches = jest.spyOn(String.prototype, 'indexOf');
		const covered = rule?.matches(email);
		const starts = searches.mock.calls.map(([, from]) => from ?? 0);
		searches.mockRestore();

		expect(covered).toBe(false);
		// One search a part at most, each from where the last one ended: no way back to try another fit.
		expect(starts.length).toBeGreaterThan(100);
		expect(starts.length).toBeLessThanOrEqual(entry.split('*').length);
		expect(starts).toEqual([...starts].sort((one, other) => one - other));
	});

	it('of nothing but stars covers a long text', () => {
		expect(protectedBy(withEmail('a'.repeat(100_000)), '*'.repeat(5000))).toBeDefined();
	});
});
