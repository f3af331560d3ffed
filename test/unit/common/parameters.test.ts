import { UserError, type IDataObject } from 'n8n-workflow';
import { Options, readCount, wrongValue } from '../../../nodes/OnePasswordUsers/common/parameters';
import { failureOf } from '../api/fixtures';

function options(values: IDataObject | undefined): Options {
	return new Options('Options', values ?? {});
}

const given = (value: IDataObject[string]) => options({ option: value });

describe('an option that is on or off', () => {
	it.each([
		[true, true],
		['true', true],
		[false, false],
		['false', false],
	])('is read from %j as %j', (value, flag) => {
		expect(given(value).flag('option', 'Dry Run')).toBe(flag);
	});

	it('is off where it is not given', () => {
		expect(options({}).flag('option', 'Dry Run')).toBe(false);
	});

	it('is off where no option was added at all', () => {
		expect(options(undefined).flag('option', 'Dry Run')).toBe(false);
	});

	it.each(['', 0, 1, 'yes', 'TRUE', 'False', ' ', 'undefined', [], {}])('cannot be %j', (value) => {
		const failure = failureOf(() => given(value).flag('option', 'Dry Run'));

		expect(failure).toBeInstanceOf(UserError);
		expect(failure.message).toMatch(/^Dry Run is /);
	});
});

describe('options as a whole', () => {
	it.each([null, undefined, '', '{"dryRun":true}', 5, true, [], ['dryRun']])(
		'cannot be %j: every option in them would vanish',
		(values) => {
			expect(() => new Options('Options', values)).toThrow(/^Options is /);
		},
	);
});

describe('an option with choices', () => {
	const choice = (values: IDataObject) => options(values).choice('option', 'State', ['active', 'suspended']);

	it('is the one chosen', () => {
		expect(choice({ option: 'suspended' })).toBe('suspended');
	});

	it('is none where the option was not added', () => {
		expect(choice({})).toBeUndefined();
	});

	it.each(['', 'SUSPENDED', ' active', 'toString', 0, false, true, ['active'], {}])(
		'cannot be %j',
		(value) => {
			const failure = failureOf(() => choice({ option: value }));

			expect(failure).toMatchObject({
				message: expect.stringMatching(/^State is /) as string,
				description: 'It must be active or suspended. Check the expression in this field.',
			});
		},
	);
});

describe('an option that is text', () => {
	it('is trimmed', () => {
		expect(given(' ana\r\n').text('option', 'Search')).toBe('ana');
	});

	it('is none where the option was not added', () => {
		expect(options({}).text('option', 'Search')).toBeUndefined();
	});

	it.each(['', '  ', '\n', '\u200b', ' \u00ad ', '\u2800', '\u0000', 5, 0, true, false, {}, ['ana']])(
		'cannot be %j',
		(value) => {
			expect(() => given(value).text('option', 'Search')).toThrow(/^Search is /);
		},
	);
});

describe('an option that counts', () => {
	it('is what was given', () => {
		expect(given(5).count('option', 'Max Changes', 0)).toBe(5);
	});

	it('is the lowest where it is not given', () => {
		expect(options({}).count('option', 'Max Changes', 0)).toBe(0);
	});

	it.each(['ten', '', NaN, -1, 1.5, false, [], {}])('never vanishes because it is %j', (value) => {
		expect(() => given(value).count('option', 'Max Changes', 0)).toThrow(/^Max Changes is /);
	});
});

describe('an option whose expression gives nothing', () => {
	it.each<[string, (options: Options) => unknown]>([
		['on or off', (option) => option.flag('option', 'Dry Run')],
		['a choice', (option) => option.choice('option', 'Dry Run', ['active'])],
		['text', (option) => option.text('option', 'Dry Run')],
		['a count', (option) => option.count('option', 'Dry Run', 0)],
		['any value', (option) => option.given('option', 'Dry Run')],
	])('is refused where %s is expected, so that no safeguard vanishes', (_, read) => {
		for (const nothing of [null, undefined]) expect(() => read(given(nothing))).toThrow('Dry Run is null');
	});

	it.each(['toString', 'constructor', '__proto__'])('is not found in what every object has: %s', (name) => {
		expect(options({}).given(name, 'Dry Run')).toBeUndefined();
	});
});

describe('a count', () => {
	it.each([
		[0, 0],
		[7, 7],
		['7', 7],
		[' 7\n', 7],
		['007', 7],
		[Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
	])('is read from %j as %d', (value, count) => {
		expect(readCount('Limit', value, 0)).toBe(count);
	});

	it.each([
		'ten',
		'',
		' ',
		'1e3',
		'0x10',
		'-1',
		'1.5',
		'7 users',
		'٧',
		-1,
		1.5,
		NaN,
		Infinity,
		2 ** 53,
		null,
		undefined,
		true,
		false,
		[],
		[7],
		{},
	])('cannot be %j', (value) => {
		const failure = failureOf(() => readCount('Limit', value, 0));

		expect(failure).toBeInstanceOf(UserError);
		expect(failure).toMatchObject({
			message: expect.stringMatching(/^Limit is /) as string,
			description: 'It must be a whole number from 0 up. Check the expression in this field.',
		});
	});

	it.each([0, '0', -0])('starts where it is told to: not with %j', (value) => {
		expect(() => readCount('Limit', value, 1)).toThrow('Limit is');
	});
});

describe('the advice', () => {
	const reads: Array<[expected: string, read: () => unknown]> = [
		['a collection of values', () => new Options('Options', 'text')],
		['true or false', () => given('yes').flag('option', 'Dry Run')],
		['text; remove the option if it is not needed', () => given(' ').text('option', 'Search')],
		['a value', () => given(null).given('option', 'Search')],
	];
	it.each(reads)('says that it must be %s', (expected, read) => {
		expect(failureOf(read)).toMatchObject({
			reason: 'invalid_input',
			description: `It must be ${expected}. Check the expression in this field.`,
		});
	});
});

describe('a wrong value', () => {
	it.each([
		['ten', 'Limit is "ten"'],
		[1.5, 'Limit is 1.5'],
		[null, 'Limit is null'],
		[undefined, 'Limit is null'],
		[{ a: [1] }, 'Limit is {"a":[1]}'],
		['a\r\n\u0000b', 'Limit is "a b"'],
	])('%j is quoted as it was given', (value, message) => {
		expect(wrongValue('Limit', value, 'a number').message).toBe(message);
	});

	it('is cut where it is long', () => {
		expect(wrongValue('Limit', 'x'.repeat(5000), 'a number').message.length).toBeLessThan(120);
	});
});
