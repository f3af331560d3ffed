import fc from 'fast-check';
import { UserError } from 'n8n-workflow';
import { protectionOf, protectionRules } from '../../../../nodes/OnePasswordUsers/actions/user/safeguards';
import { readProtectedUsers } from '../../../../nodes/OnePasswordUsers/api/credential/readProtectedUsers';
import { failureOf } from '../fixtures';

const ID = 'IR7VJHJ36JHINBFAD7V2T5MP3E';

describe('protected users', () => {
	it.each([
		['a@x.com, b@x.com\nc@x.com\r\nd-*@x.com\r,\n ,', ['a@x.com', 'b@x.com', 'c@x.com', 'd-*@x.com']],
		['a@x.com; b@x.com;', ['a@x.com', 'b@x.com']],
		[
			'a@x.com\u2028b@x.com\u2029c@x.com\u0085d@x.com\ve@x.com\ff@x.com',
			[...'abcdef'].map((a) => `${a}@x.com`),
		],
		['a@x.com，b@x.com；c@x.com', ['a@x.com', 'b@x.com', 'c@x.com']],
		['', []],
	])('are separated by commas, semicolons and lines of any kind: %j', (written, entries) => {
		expect(readProtectedUsers(written)).toEqual(entries);
	});

	it.each([
		['ana@x.com\u200b', 'ana@x.com'],
		['\ufeffana@x.com', 'ana@x.com'],
		['a\u00adna@x.com', 'ana@x.com'],
		['\u2068ana@x.com\u2069', 'ana@x.com'],
		[' ana@x.com\u00a0', 'ana@x.com'],
	])('lose what nobody sees: %j', (written, entry) => {
		expect(readProtectedUsers(written)).toEqual([entry]);
	});

	it.each([
		ID,
		ID.toLowerCase(),
		'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
		'5f0e1d2c-93b4-4f6e-8c17-2b7d9e4f6a31',
		'a@x',
		"o'brien@example.com",
		'ana+siem@example.com',
		'r&d@example.com',
		'team%ops@example.com',
		'taro..yamada@example.ne.jp',
		'taro.@example.ne.jp',
		'ceo@my_host.example.com',
		'\u0441\u0435\u043e@example.com',
		'josé@münchen.example',
		'γιώργος@example.gr',
		'ana＠example.com',
		'*',
		'*@example.com',
		'breakglass-*',
		'breakglass-*@example.com',
		'*@*.example.com',
		'IR7V*',
	])('can be %j', (entry) => {
		expect(readProtectedUsers(entry)).toEqual([entry]);
	});

	it.each([
		'a@x b@y',
		'\u0441eo@example.com',
		'a@x / b@y',
		'a@x/b@y',
		'a@x|b@y',
		'a@x、b@y',
		'Ana <a@x>',
		'<a@x>',
		'"a@x"',
		"'a@x'",
		"'a@x",
		'`a@x`',
		'“a@x”',
		'mailto:a@x',
		'["a@x"]',
		'{a@x}',
		'(a@x)',
		'- a@x',
		'-a@x',
		'• a@x',
		'1. a@x',
		'email=a@x',
		'@domain',
		'@example.com',
		'?na@x',
		'an?@x',
		'a@x.',
		'a@x:',
		'a@',
		'a@x@y',
		'ana',
		'Ana Lima',
		'ana.lima',
		'Administrators',
		'example.com',
		'https://example.com',
		'^breakglass.*@example.com$',
		'[a-z]*@example.com',
		'"*@example.com"',
		'@*',
		'a*@x@y',
		'all users',
		...[
			'-',
			'---',
			'_',
			'1',
			'A',
			'U1',
			'BREAKGLASS',
			'IT-TEAM',
			'O365',
			'admin1',
			'2025-01-01',
			'*@.example.com',
			'breakglass-*.',
			'breakglass-%@example.com',
			'breakglass.*@example..com',
			'%admin@example.com',
			'*%',
			`!${ID}`,
			`${ID}!`,
			'breakglassadministrators',
		],
	])('cannot be %j, which would protect nobody: it is quoted', (entry) => {
		const failure = failureOf(() => readProtectedUsers(`ok@example.com, ${entry}`));

		expect(failure).toBeInstanceOf(UserError);
		expect(failure.message).toContain(
			`an entry that protects nobody: "${entry}". Write IDs, emails or patterns`,
		);
	});

	it.each([',', '\n', ';', '  ', '\u200b', ' \r\n, ;\u200b\n'])(
		'do not disappear where several expressions give nothing: %j',
		(written) => {
			expect(() => readProtectedUsers(written)).toThrow('has separators and no entry');
		},
	);

	it.each([undefined, null, 5, true, ['ana@example.com'], {}])('are not guessed from %j', (value) => {
		expect(() => readProtectedUsers(value)).toThrow("credential's Protected Users is not text");
	});

	it('quote no more than can be read', () => {
		expect(failureOf(() => readProtectedUsers('x y'.repeat(5000))).message.length).toBeLessThan(350);
	});
});

describe('whatever a person writes to mean an email', () => {
	const letters = [...'abcxyzABCXYZ019éßσςΣİıéﬁКк'];
	const word = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 6 });
	const email = fc
		.tuple(word, fc.constantFrom('', '.', '+', '-', '_', "'", '&', '=', '/', '?', '!', '#'), word, word)
		.map(([first, sign, second, domain]) => `${first}${sign}${second}@${domain}.example`);
	const before = fc.constantFrom(
		...[
			'',
			' ',
			'\t',
			'\u200b',
			'\ufeff',
			'"',
			"'",
			'<',
			'(',
			'[',
			'["',
			'- ',
			'-',
			'* ',
			'*',
			'**',
			'• ',
			'“',
			'`',
			'>',
		],
		...[
			'mailto:',
			'Ana <',
			'Ana: ',
			'email=',
			'to:',
			'1) ',
			'@',
			'#',
			'\u2066',
			'~',
			'^',
			'.',
			'|',
			'a@y.example ',
		],
	);
	const after = fc.constantFrom(
		...[
			'',
			' ',
			'\u200b',
			'"',
			"'",
			'>',
			')',
			']',
			'"]',
			'”',
			'`',
			'.',
			':',
			'…',
			'*',
			'**',
			'$',
			'|',
			'\u2069',
			'!',
		],
		...[
			' (Ana)',
			'/admin',
			'?subject=x',
			'\u00a0',
			'\u00ad',
			' b@y.example',
			'|b@y.example',
			'&b@y.example',
			'@',
		],
	);
	const separator = fc.constantFrom(
		',',
		', ',
		';',
		'; ',
		'\n',
		'\r\n',
		'\r',
		'\u2028',
		'\u2029',
		'\u0085',
		'\v',
		'，',
		'；',
		'、',
		' ',
		'\t',
		' / ',
		'·',
	);
	const spelling = fc.constantFrom<(text: string) => string>(
		(text) => text,
		(text) => text.toUpperCase(),
		(text) => text.toLowerCase(),
		(text) => text.normalize('NFD'),
		(text) => text.replace('@', '＠'),
		(text) => `${text.slice(0, 2)}\u200d${text.slice(2)}`,
		(text) => `${text.slice(0, 1)}\u00ad${text.slice(1)}`,
	);

	it('either protects that user or is refused (property)', () =>
		fc.assert(
			fc.property(
				email,
				before,
				after,
				separator,
				spelling,
				fc.boolean(),
				(meant, left, right, between, spell, first) => {
					const entry = `${left}${spell(meant)}${right}`;
					const other = 'somebody.else@other.example';
					const written = first ? `${entry}${between}${other}` : `${other}${between}${entry}`;
					let entries: string[];
					try {
						entries = readProtectedUsers(written);
					} catch {
						return;
					}
					expect(protectionOf({ id: ID, email: meant }, protectionRules(entries))).toBeDefined();
				},
			),
			{ numRuns: 5000 },
		));
});
