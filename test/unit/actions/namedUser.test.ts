import fc from 'fast-check';
import { nameOf, readNamedUser } from '../../../nodes/OnePasswordUsers/actions/user/namedUser';
import { failureOf } from '../api/fixtures';

const ID = 'IR7VJHJ36JHINBFAD7V2T5MP3E';
const locator = (mode: string, value: unknown) => ({ __rl: true, mode, value });
const failure = (mode: string, value: unknown) => failureOf(() => readNamedUser(locator(mode, value)));

describe('the User field', () => {
	it.each(['list', 'id'])('names a user by ID in the mode %s', (mode) => {
		expect(readNamedUser(locator(mode, ID))).toEqual({ by: 'id', id: ID });
	});

	it('names a user by email', () => {
		expect(readNamedUser(locator('email', 'ana@example.com'))).toEqual({
			by: 'email',
			email: 'ana@example.com',
		});
	});

	it('may be an expression that gives an ID and no locator', () => {
		expect(readNamedUser(ID)).toEqual({ by: 'id', id: ID });
	});

	it.each([` ${ID}`, `${ID}\r\n`, `\u00a0${ID}\t`])('loses the spaces around an ID: %j', (value) => {
		expect(readNamedUser(locator('id', value))).toEqual({ by: 'id', id: ID });
	});

	it('loses the spaces around an email', () => {
		expect(readNamedUser(locator('email', ' \tana@example.com\r\n'))).toEqual({
			by: 'email',
			email: 'ana@example.com',
		});
	});

	it.each([
		'ana+siem@example.com',
		'ana@localhost',
		'josé@exämple.com',
		'สำราญ@example.co.th',
		'ana@col·legi.cat',
		'ana/it@example.com',
		"o'hara@example.com",
	])('takes the email %s', (email) => {
		expect(readNamedUser(locator('email', email))).toEqual({ by: 'email', email });
	});
});

describe('what nobody sees around a name', () => {
	it.each([
		['\u202aana@example.com\u202c', 'as Windows copies it'],
		['\ufeff ana@example.com\u00a0\u200b', 'as files and web pages leave it'],
		['ana@example.com\u0000\u0085', 'as fixed-width exports pad it'],
	])('is lost around an email: %j, %s', (value) => {
		for (const mode of ['email', 'id'])
			expect(readNamedUser(locator(mode, value))).toEqual({ by: 'email', email: 'ana@example.com' });
	});

	it('is lost around an ID', () => {
		expect(readNamedUser(locator('id', `\u200b${ID}\ufeff`))).toEqual({ by: 'id', id: ID });
	});

	it.each(['0000', '0085', '200B', '00AD', '034F', '115F', '2800', '3164', 'FE0F'])(
		'is told of within an email, which else would be quoted as one: U+%s',
		(code) => {
			const invisible = String.fromCodePoint(parseInt(code, 16));
			expect(failure('email', `a${invisible}na@example.com`)).toMatchObject({
				message: expect.stringMatching(/^"a.?na@example.com" is not an email address$/u) as string,
				description: `There is an invisible character in it (U+${code}). Enter the email anew where it comes from.`,
			});
		},
	);

	it('is nothing where there is nothing else', () => {
		expect(failure('id', '\u200b\ufeff').message).toBe('No user is named: the ID is empty');
	});
});

describe('an ID that cannot be one', () => {
	it.each(['', '   ', '\n\t', '\u00a0'])('is said to be empty: %j', (value) => {
		expect(failure('id', value)).toMatchObject({
			message: 'No user is named: the ID is empty',
			description: 'Check the expression in the User field, and that the item before has this value.',
		});
	});

	it.each([
		'.',
		'..',
		'a/b',
		'a?b',
		'a#b',
		'a\\b',
		'%2e%2e',
		'%00',
		'a:suspend',
		'a b',
		'I\u0000D',
		'I\u0007D',
		'I\r\nD',
		'I\u200bD',
		'I\u202eD',
		'ÄÖ',
		'{{ $json.id }}',
		'[object Object]',
	])('is not the ID of a user: %j', (value) => {
		expect(failure('id', value).message).toMatch(/^".*" is not the ID of a user$/);
	});

	it('is quoted without what cannot be seen', () => {
		expect(failure('id', 'I\u0000D\r\n\u202eX').message).toBe('"I D X" is not the ID of a user');
	});

	it('of 5000 characters is cut in the error', () => {
		expect(failure('id', 'x'.repeat(5000)).message.length).toBeLessThan(120);
	});

	it('is answered with what the field takes', () => {
		expect(failure('id', 'Ana Lima')).toMatchObject({
			description:
				'Give the User field an ID (letters and digits, usually 26 of them) or an email such as name@example.com.',
		});
	});

	it.each(['id', 'list'])('may be an email, which no ID can be: in the mode %s', (mode) => {
		expect(readNamedUser(locator(mode, ' Ana@example.com '))).toEqual({
			by: 'email',
			email: 'Ana@example.com',
		});
	});

	it('never gets through, whatever the text is (property)', () =>
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (value) => {
				let named: ReturnType<typeof readNamedUser>;
				try {
					named = readNamedUser(locator('id', value));
				} catch (error) {
					expect((error as Error).message).not.toMatch(/\p{C}/u);
					return;
				}
				expect(nameOf(named)).toMatch(named.by === 'id' ? /^[A-Za-z0-9_-]{1,128}$/ : /^[^\s@]+@[^\s@]+$/);
			}),
		));
});

describe('an email that cannot be one', () => {
	it.each(['', '  ', '\r\n', 'undefined', 'null', ' NaN '])('is said to be empty: %j', (value) => {
		expect(failure('email', value).message).toBe('No user is named: the email is empty');
		expect(failure('id', value).message).toBe('No user is named: the ID is empty');
	});

	it.each([
		'ana',
		'ana.example.com',
		'@example.com',
		'ana@',
		'@',
		'ana@ex@ample.com',
		'ana @example.com',
		'ana@example.com, bob@example.com',
		'Ana Lima <ana@example.com>',
		'<ana@example.com>',
		'"ana@example.com"',
		"'ana@example.com'",
		'mailto:ana@example.com',
		'(ana@example.com)',
		'ana@example.com,',
		'ana@example.com;',
		'ana@example.com.',
		// What is left where half of an expression gives nothing.
		'ana.@example.com',
		'ana..lima@example.com',
		'ana@example..com',
		'ana\n@example.com',
		'ana\u0000@example.com',
		'ana\u200b@example.com',
		'ana\u202e@example.com',
		`${'a'.repeat(5000)}@example.com`,
		ID,
	])('is not an email address: %j', (value) => {
		expect(failure('email', value).message).toMatch(/^".*" is not an email address$/);
	});

	it('is answered with the form of one', () => {
		expect(failure('email', 'ana.example.com')).toMatchObject({
			message: '"ana.example.com" is not an email address',
			description: 'Use the form name@example.com in the User field, or choose By ID.',
		});
	});

	it('of 5000 characters is cut in the error', () => {
		expect(failure('email', 'x'.repeat(5000)).message.length).toBeLessThan(120);
	});
});

describe('what is no text', () => {
	it.each([
		[5, 'a value of type number'],
		[NaN, 'a value of type number'],
		[true, 'a value of type boolean'],
		[{ id: ID }, 'a value of type object'],
		[[ID], 'a list'],
		[null, 'nothing'],
		[undefined, 'nothing'],
	])('%j is answered with what was given', (value, given) => {
		expect(failure('id', value).message).toBe(`The User field needs text, but got ${given}`);
	});

	it.each([5, null, undefined, [ID], true])('%j is answered also in place of the whole field', (value) => {
		expect(failureOf(() => readNamedUser(value)).message).toContain('The User field needs text');
	});

	it('is answered with what an ID is where an ID is expected', () => {
		expect(failure('id', 5)).toMatchObject({
			reason: 'invalid_input',
			description: 'Check the expression: it must give the ID of a user.',
		});
	});

	it('is answered with an example of what the mode expects', () => {
		expect(failure('email', 5)).toMatchObject({
			description: 'Check the expression: it must give an email such as name@example.com.',
		});
	});

	it('is always an error with advice, never a defect, whatever JSON it is (property)', () =>
		fc.assert(
			fc.property(fc.constantFrom('id', 'email', 'list'), fc.jsonValue(), (mode, value) => {
				fc.pre(typeof value !== 'string');

				expect(failure(mode, value)).toMatchObject({
					message: expect.stringContaining('The User field needs text') as string,
					description: expect.stringContaining('Check the expression') as string,
				});
			}),
		));
});
