import fc from 'fast-check';
import { UserError } from 'n8n-workflow';
import {
	filtersAnything,
	passes,
	readEmailDomain,
	readTime,
} from '../../../nodes/OnePasswordUsers/common/userFilters';
import { fold } from '../../../nodes/OnePasswordUsers/utils/fold';
import { failureOf } from '../api/fixtures';

const ana = {
	id: 'IR7VJHJ36JHINBFAD7V2T5MP3E',
	email: 'Ana.Lima@Example.com',
	display_name: 'Ana Límá',
	create_time: '2026-01-31T12:00:00Z',
};
const NOON = Date.UTC(2026, 0, 31, 12);

describe('the filter by domain', () => {
	it.each([
		['Ana.Lima@Example.com', 'example.com'],
		['ana@EXAMPLE.COM', 'example.com'],
		['"a@b"@example.com', 'example.com'],
		[' ana@example.com ', 'example.com'],
	])('lets %s pass for %s', (email, emailDomain) => {
		expect(passes({ email }, { emailDomain })).toBe(true);
	});

	it.each([
		'ana@sub.example.com',
		'ana@example.com.evil.com',
		'ana@myexample.com',
		'example.com@evil.com',
		'',
	])('keeps %j out for example.com', (email) => {
		expect(passes({ email }, { emailDomain: 'example.com' })).toBe(false);
	});

	it.each([
		['münchen.example', 'ana@xn--mnchen-3ya.example'],
		['xn--mnchen-3ya.example', 'ana@MÜNCHEN.example'],
	])('knows both forms of an international domain: %s, %s', (emailDomain, email) => {
		expect(passes({ email }, { emailDomain })).toBe(true);
	});

	it('keeps out who has no email', () => {
		expect(passes({ id: 'A' }, { emailDomain: 'example.com' })).toBe(false);
	});
});

describe('the search', () => {
	it.each(['ana', 'lima@', 'example', 'límá', ' ', ''])('finds %j in name or email', (text) => {
		expect(passes(ana, { search: fold(text) })).toBe(true);
	});

	it.each(['ANA', 'LÍMÁ', 'li\u0301ma\u0301'])(
		'finds %j, whatever its case and its accents’ form',
		(text) => {
			expect(passes(ana, { search: fold(text) })).toBe(true);
		},
	);

	it('does not find what is in neither', () => {
		expect(passes(ana, { search: 'bob' })).toBe(false);
	});

	it('does not find what only name and email together have', () => {
		expect(passes({ email: 'ana@example.com', display_name: 'Lima' }, { search: 'comlima' })).toBe(false);
	});

	it('does not look at the ID', () => {
		expect(passes(ana, { search: 'ir7v' })).toBe(false);
	});

	it('takes a pattern for the text that it is', () => {
		expect(passes(ana, { search: 'a.*a' })).toBe(false);
	});

	it('keeps out who has neither name nor email', () => {
		expect(passes({ id: 'A' }, { search: 'a' })).toBe(false);
	});
});

describe('the filter by time', () => {
	it.each([
		[{ createdAfter: NOON }, true],
		[{ createdAfter: NOON + 1 }, false],
		[{ createdBefore: NOON }, false],
		[{ createdBefore: NOON + 1 }, true],
		[{ createdAfter: NOON - 1, createdBefore: NOON + 1 }, true],
		[{ createdAfter: NOON, createdBefore: NOON }, false],
	])('%j lets a user of noon pass: %j', (filters, passing) => {
		expect(passes(ana, filters)).toBe(passing);
	});

	it.each(['2026-01-31T13:00:00+01:00', '2026-01-31T12:00:00.000Z', '2026-01-31T12:00:00.000000000Z'])(
		'knows the moment %s',
		(create_time) => {
			expect(passes({ create_time }, { createdAfter: NOON, createdBefore: NOON + 1 })).toBe(true);
		},
	);

	it.each([undefined, '', 'yesterday'])('keeps out who was created at %j', (create_time) => {
		expect(passes({ create_time }, { createdAfter: 0 })).toBe(false);
		expect(passes({ create_time }, { createdBefore: NOON })).toBe(false);
	});

	it('puts every user into exactly one of two ranges that meet (property)', () =>
		fc.assert(
			fc.property(
				fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }),
				fc.nat({ max: 4e12 }),
				(created, border) => {
					const user = { create_time: created.toISOString() };

					expect(passes(user, { createdBefore: border })).not.toBe(passes(user, { createdAfter: border }));
				},
			),
		));
});

describe('all filters together', () => {
	it('let pass only who passes each', () => {
		const fitting = {
			emailDomain: 'example.com',
			search: 'ana',
			createdAfter: NOON,
			createdBefore: NOON + 1,
		};

		expect(passes(ana, fitting)).toBe(true);
		expect(passes(ana, { ...fitting, emailDomain: 'example.org' })).toBe(false);
		expect(passes(ana, { ...fitting, search: 'bob' })).toBe(false);
		expect(passes(ana, { ...fitting, createdAfter: NOON + 1 })).toBe(false);
		expect(passes(ana, { ...fitting, createdBefore: NOON })).toBe(false);
	});

	it.each([
		{},
		{ emailDomain: undefined, search: undefined, createdAfter: undefined, createdBefore: undefined },
	])('are none in %j, and let everybody pass', (filters) => {
		expect(filtersAnything(filters)).toBe(false);
		expect(passes({}, filters)).toBe(true);
	});

	it.each([{ emailDomain: 'example.com' }, { search: 'a' }, { createdAfter: 0 }, { createdBefore: 0 }])(
		'are some in %j',
		(filters) => {
			expect(filtersAnything(filters)).toBe(true);
		},
	);
});

describe('an email domain', () => {
	it.each([
		['example.com', 'example.com'],
		[' @Example.COM\n', 'example.com'],
		['\u200bexample.com', 'example.com'],
		['münchen.example', 'münchen.example'],
		['sub-1.example.com', 'sub-1.example.com'],
		['localhost', 'localhost'],
	])('is read from %j as %j', (written, domain) => {
		expect(readEmailDomain('Email Domain', written)).toBe(domain);
	});

	it.each([
		...[
			'',
			' ',
			'@',
			'@@example.com',
			'ana@example.com',
			'example.com.',
			'.example.com',
			'*.example.com',
			'-x',
		],
		...[
			'example.com, example.org',
			'https://example.com',
			'example.com/',
			'"example.com"',
			'a b',
			'a\u2028b',
		],
		...[undefined, null, 5, true, {}, ['example.com']],
	])('cannot be %j', (value) => {
		const failure = failureOf(() => readEmailDomain('Email Domain', value));

		expect(failure).toMatchObject({
			message: expect.stringMatching(/^Email Domain is /) as string,
			description:
				'It must be a domain such as example.com; remove the filter if it is not needed. Check the expression in this field.',
		});
	});
});

describe('a time', () => {
	it.each([
		['2026-01-31T12:00:00Z', NOON],
		['2026-01-31T12:00:00.000Z', NOON],
		['2026-01-31T13:00:00+01:00', NOON],
		['2026-01-31T07:00:00', NOON],
		['2026-01-31', NOON - 7 * 3_600_000],
	])('%s is meant in the workflow’s timezone unless it has its own', (value, ms) => {
		expect(readTime('Created After', value, 'America/New_York')).toBe(ms);
	});

	it('may be a date object, as an expression gives it', () => {
		expect(readTime('Created After', new Date(NOON), 'America/New_York')).toBe(NOON);
	});

	it.each([
		'2026-01-31 07:00:00',
		'2026-01-31T07:00',
		'Sat, 31 Jan 2026 12:00:00 GMT',
		'Sat, 31 Jan 2026 13:00:00 +0100',
		'Sat Jan 31 2026 13:00:00 GMT+0100 (Central European Standard Time)',
		'2026-01-31T13:00:00+01',
		'2026-01-31T13:00:00+0100',
		'2026-01-31 13:00:00.000 +01:00',
		' 2026-01-31T12:00:00Z\n',
		'\u200b2026-01-31T12:00:00Z',
	])('may be written as %j', (value) => {
		expect(readTime('Created After', value, 'America/New_York')).toBe(NOON);
	});

	const NO_DATES = ['', ' ', 'yesterday', '31/01/2026', '2026-13-45', 'x'.repeat(5000), true, {}, NaN, null];
	/** Each of them is a date for n8n: a year, a time of today, a month of 2001, or the day after the last of a month. */
	const GUESSES = [46_023, '46023', 45_992.5, '12', '150126', 7, 0, -1, 'Item 1', 'week 32', '01.02.2020'];
	const NO_DAYS = [
		'on 2026-01-31',
		'2026-02-30',
		'2026-02-30T12:00:00Z',
		'2026-01-31 (about)',
		'2026-01-31T24:00',
	];
	it.each([...NO_DATES, ...GUESSES, ...NO_DAYS, [], [1, 2], ['2026-01-31']])(
		'is not %j, and the error names the field',
		(value) => {
			const failure = failureOf(() => readTime('Created After', value, 'UTC'));

			expect(failure).toBeInstanceOf(UserError);
			expect(failure.message).toMatch(/^Created After is .{0,90}$/);
			expect(failure).toMatchObject({
				description:
					'It must be a date such as 2026-01-31T12:00:00Z; remove the filter if it is not needed. Check the expression in this field.',
			});
		},
	);
});
