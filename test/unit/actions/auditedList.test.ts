import { auditedList, readListed } from '../../../nodes/OnePasswordUsers/actions/user/auditedList';
import type { Failed } from '../../../nodes/OnePasswordUsers/actions/items';
import { failureOf } from '../api/fixtures';

const FORM = 'Use the form name@example.com in the Email field, with nothing around it.';

const failed: Failed = { failure: new Error('unreadable') };
const ben = { email: 'ben@example.com' };

/** The emails that an item mentions which can't be read; another item has an email. */
const mentionedIn = (value: unknown) => [...auditedList([ben, failed], () => value).mentioned].sort();

describe('an email on the list', () => {
	it.each([null, undefined, '', ' \t', '\u200b', 'null'])('is none where there is nothing: %j', (value) => {
		expect(readListed(value)).toEqual({ email: undefined });
	});

	it.each([
		['  ana@example.com', 'ana@example.com'],
		['ana@example.com \r\n', 'ana@example.com'],
		['\ufeff\u200bana@example.com\u200e\u202c', 'ana@example.com'],
	])('loses what is around it, seen or not: %j', (value, email) => {
		expect(readListed(value)).toEqual({ email });
	});

	it.each([
		['a\u200bna@example.com', 'There is an invisible character in it (U+200B).'],
		['ana@exam\u00adple.com', 'There is an invisible character in it (U+00AD).'],
		['a\u{e0001}na@example.com', 'There is an invisible character in it (U+E0001).'],
	])('is refused with an invisible character within: %j', (value, said) => {
		expect(failureOf(() => readListed(value))).toMatchObject({
			reason: 'invalid_input',
			description: `${said} Enter the email anew where it comes from.`,
		});
	});

	it.each([
		...[
			'“ana@example.com”',
			'‘ana@example.com’',
			'«ana@example.com»',
			'＜ana@example.com＞',
			'*ana@example.com*',
		],
		...['•ana@example.com', '=ana@example.com', '-ana@example.com', 'ana@example.com…', 'ana@example.com。'],
		...[
			'email=ana@example.com',
			'ana@example.com&x=1',
			'mailto:ana@example.com?subject=hi',
			'ana@example.com!',
		],
		...['ana＠example.com', 'ana @example.com', 'ana%40example.com', 'ana@example.com–ben@example.com'],
		...['mailto%3Aana@example.com', '邮箱ana@example.com', 'ana@example.comさん'],
		...['ａｎａ@example.com', 'ana@example.com|ben@example.com', 'ana@example.com+ben@example.com'],
	])('is refused with anything around it, and whoever it mentions is not missed: %j', (value) => {
		expect(failureOf(() => readListed(value))).toMatchObject({ description: FORM });
		expect(mentionedIn(value)).toContain('ana@example.com');
	});

	it.each(['ana', 'a\u200bna', 'ana@example.com, ben@example.com'])(
		'is refused in another form: %j',
		(value) => {
			expect(failureOf(() => readListed(value))).toMatchObject({ description: FORM });
		},
	);
});

describe('a list', () => {
	it.each([
		['Ana Lima <Ana@Example.com>', ['ana@example.com']],
		["'ana@example.com'; ''cem@example.com''...", ['ana@example.com', 'cem@example.com']],
		['ana@example.com,, cem@example.com.', ['ana@example.com', 'cem@example.com']],
		['a\u200bna@example.com', ['ana@example.com']],
		[{ primary: 'ana@example.com', others: ['cem@example.com'] }, ['ana@example.com', 'cem@example.com']],
		['ana@example.com\r\ncem@example.com', ['ana@example.com', 'cem@example.com']],
		[['x\nana@example.com'], ['ana@example.com']],
		['an\u0000a@example.com', ['ana@example.com']],
		['ana@example.com-cem@example.com', ['ana@example.com', 'cem@example.com']],
		['ana@example.com\u200bcem@example.com', ['ana@example.com', 'cem@example.com']],
		['ana%40example.com%2Ccem%40example.com', ['ana@example.com', 'cem@example.com']],
		['["Ana\\nana@example.com"]', ['ana@example.com']],
		['邮箱ana@example.com，谢谢', ['ana@example.com']],
		['ana@example.comさん', ['ana@example.com']],
		['Contact @ ana@example.com', ['ana@example.com']],
		['=ana@example.com/', ['=ana@example.com/', 'ana@example.com']],
		['AzureAD\\ana@example.com', ['ana@example.com']],
		['{"mail":"o\\u0027hara@example.com"}', ["o'hara@example.com"]],
		['mailto:jos%C3%A9@example.com', ['josé@example.com']],
		['100%C3 of ana%40example.com', ['ana@example.com']],
		['Pat O’Hara <o’hara@example.com>', ["o'hara@example.com"]],
		['Jean‑Luc <jean‑luc@example.com>, jean–luc@example.com', ['jean-luc@example.com']],
		['o&#39;hara@example.com, ana&#x40;example.com', ["o'hara@example.com", 'ana@example.com']],
		['ana@example。com', ['ana@example.com']],
		['ana@example.com-HR, cem@example.com_old', ['ana@example.com', 'cem@example.com']],
		['ana@mail.hr.example.co.uk-HR, x', ['ana@mail.hr.example.co.uk']],
		['ana@example.com.Please add her', ['ana@example.com']],
		['1.ana@example.com 2.cem@example.com', ['ana@example.com', 'cem@example.com']],
		['live.com#ana@example.com; x', ['ana@example.com']],
		['Ana <ana/ext@example.com>, <ben=ext@example.com>', ['ana/ext@example.com', 'ben=ext@example.com']],
		['https://intranet.example/ana@example.com', ['ana@example.com']],
		['12.ana@example.com 13.cem@example.com', ['ana@example.com', 'cem@example.com']],
		['ana@münchen.example, x', ['ana@xn--mnchen-3ya.example']],
		['Ana Lima—ana@example.com', ['ana@example.com']],
		['Lima–ana@example.com', ['ana@example.com']],
		['l’adresse d’ana@example.com', ['ana@example.com']],
		['mailto:Andr%E9%20%3Cana%40example.com%3E', ['ana@example.com']],
		['担当HR。ana@example.com', ['ana@example.com']],
		['no email', []],
		[undefined, []],
		[7, []],
	])('does not call anybody missing whom an unreadable item mentions: %j', (value, mentioned) => {
		expect(mentionedIn(value)).toEqual(mentioned.length > 0 ? expect.arrayContaining(mentioned) : []);
	});

	it('mentions nobody where n8n gives something that is no text', () => {
		const hollow = {
			toJSON: () => {
				throw new Error('no');
			},
		};

		expect([Symbol('x'), () => 0, hollow].flatMap((value) => mentionedIn(value))).toEqual([]);
	});

	it('is read in no time, however long an unreadable item is', () => {
		const begun = performance.now();
		for (const filling of ['a', ' ', 'a@', '.', '%', '\\', '1.a#b@c.d.ü ', '#', '&#'])
			expect(mentionedIn(`cem@example.com, a${filling.repeat(200_000)}b`)).toContain('cem@example.com');

		// Searched from each character to the end, one of them alone would take a minute.
		expect(performance.now() - begun).toBeLessThan(5000);
	});

	it('counts what is left out', () => {
		const rows = [ben, { email: 'BEN@example.com' }, { email: undefined }, { email: 'x@elsewhere.test' }];

		expect(auditedList(rows, () => null, 'example.com')).toEqual({
			people: new Map([['ben@example.com', { item: 0, email: 'ben@example.com' }]]),
			mentioned: new Set(),
			withoutEmail: 1,
			repeated: 1,
			inOtherDomains: 1,
		});
	});

	it('is an error without an email', () => {
		expect(failureOf(() => auditedList([{ email: undefined }], () => null))).toMatchObject({
			reason: 'invalid_input',
			message: 'The list has no email: everyone in the account would seem not to be on it',
			description:
				'The input items are the list. Check that the node before gives people, and the expression in the Email field.',
		});
	});

	it('is an error without an email in the domain', () => {
		expect(failureOf(() => auditedList([ben], () => null, 'corp.test'))).toMatchObject({
			reason: 'invalid_input',
			message: 'The list has no email in corp.test: everyone in this domain would seem not to be on it',
			description:
				'Check the option Email Domain, that the node before gives people, and the expression in the Email field.',
		});
	});
});
