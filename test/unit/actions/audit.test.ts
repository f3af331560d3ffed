import fc from 'fast-check';
import type { User } from '../../../nodes/OnePasswordUsers/api/types';
import {
	auditedList,
	readListed,
	type AuditedList,
	type Listed,
} from '../../../nodes/OnePasswordUsers/actions/user/auditedList';
import { auditHint } from '../../../nodes/OnePasswordUsers/actions/user/auditHint';
import { compareWithList, type Scope } from '../../../nodes/OnePasswordUsers/actions/user/compareWithList';
import type { Failed } from '../../../nodes/OnePasswordUsers/actions/items';
import { failureOf } from '../api/fixtures';

const SCOPE: Scope = { includeMatches: false, isIgnored: () => false };

/** What each item says, or why it can't be read, as the operation reads it. */
const read = (values: unknown[]): Array<Listed | Failed> =>
	values.map((value) => {
		try {
			return readListed(value);
		} catch (failure) {
			return { failure: failure as Error };
		}
	});
const listFrom = (values: unknown[], emailDomain?: string): AuditedList =>
	auditedList(read(values), (item) => values[item], emailDomain);

describe('the findings of an audit', () => {
	const NAMES = ['ana', 'ben', 'cem', 'dee', 'josé'];
	const DOMAINS = ['example.com', 'example.org', 'sub.example.com'];
	const STATES = ['ACTIVE', 'SUSPENDED', 'STATE_UNSPECIFIED', undefined];
	/** A person by name and domain, in one of the spellings that mean the same. */
	const email = fc
		.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...DOMAINS), fc.nat(3))
		.map(([name, domain, spelling]) => {
			const plain = `${name}@${domain}`;
			return [plain, plain.toUpperCase(), ` ${plain}\n`, plain.normalize('NFD')][spelling]!;
		});
	const directories = fc.array(
		fc.record({
			email: fc.oneof({ weight: 6, arbitrary: email }, fc.constantFrom(undefined, '', ' ')),
			state: fc.constantFrom(...STATES),
			isProtected: fc.boolean(),
		}),
		{ maxLength: 12 },
	);
	const lists = fc.array(
		fc.oneof(
			{ weight: 6, arbitrary: email },
			fc.constantFrom(undefined, null, '', 'null', 5),
			email.map((mentioned) => `Somebody <${mentioned}>`),
		),
		{ maxLength: 12 },
	);

	/** Said once more in other words: the code must not be its own judge. */
	const plain = (text: unknown) =>
		typeof text === 'string' ? text.normalize('NFC').trim().toLowerCase() : '';
	const isIn = (text: string, domain?: string) => domain === undefined || text.endsWith(`@${domain}`);
	const isListed = (text: string, domain?: string) => /^[^ <>]+@[^ <>]+$/.test(text) && isIn(text, domain);
	function expected(
		users: User[],
		rows: string[],
		{ emailDomain, includeMatches, isIgnored }: Scope,
	): string[] {
		const listed = rows.filter((row) => isListed(row, emailDomain));
		const emails = users.map(({ email }) => plain(email));
		const ofUsers = users.flatMap((user, place) => {
			const email = emails[place]!;
			const here = listed.includes(email);
			const isMentioned =
				!here && email !== '' && rows.some((row) => row.startsWith('somebody <') && row.includes(email));
			if (isIgnored(user) || isMentioned || (email !== '' && !isIn(email, emailDomain))) return [];
			const access = { ACTIVE: 'active', SUSPENDED: 'suspended' }[String(user.state)] ?? 'unknown';
			const agrees = access === (here ? 'active' : 'suspended');
			if (agrees && !includeMatches) return [];
			return [`${here ? rows.indexOf(email) : ''} ${access}_${here ? '' : 'not_'}listed ${user.id}`];
		});
		const missing = [...new Set(listed)].filter((email) => !emails.includes(email));
		return [...ofUsers, ...missing.map((email) => `${rows.indexOf(email)} listed_not_found ${email}`)].sort();
	}

	it('are exactly the differences of the two sets, for any account and list (property)', async () =>
		await fc.assert(
			fc.asyncProperty(
				directories,
				lists,
				fc.constantFrom(undefined, ...DOMAINS),
				fc.boolean(),
				fc.boolean(),
				fc.integer({ min: 1, max: 5 }),
				async (directory, values, emailDomain, includeMatches, ignores, pageSize) => {
					const users = directory.map((user, place) => ({ ...user, id: `U${place}` }));
					const isIgnored = ({ isProtected }: User) => ignores && isProtected === true;
					const scope = { emailDomain, includeMatches, isIgnored };
					const rows = values.map(plain);
					fc.pre(rows.some((row) => isListed(row, emailDomain)));
					const pages = Array.from({ length: Math.ceil(users.length / pageSize) }, (_, page) =>
						users.slice(page * pageSize, (page + 1) * pageSize),
					);

					const { ofItems, ofOthers } = await compareWithList(pages, listFrom(values, emailDomain), scope);
					const told = [...ofItems].flatMap(([item, findings]) => findings.map((json) => ({ item, json })));
					const others = ofOthers.map((json) => ({ item: '', json }));
					const lines = [...told, ...others].map(
						({ item, json }) =>
							`${item} ${json.finding as string} ${(json.id as string) ?? plain(json.email)}`,
					);

					expect(lines.sort()).toEqual(expected(users, rows, scope));
				},
			),
			{ numRuns: 1000 },
		));
});

describe('an audit of a large account', () => {
	it('looks at each user and each row once', async () => {
		let looks = 0;
		const counted = (first: number): User[] =>
			Array.from({ length: 1000 }, (_, place) =>
				Object.defineProperty({ id: `U${first + place}`, state: 'ACTIVE' }, 'email', {
					enumerable: true,
					get: () => (looks++, `x${first + place}@example.com`),
				}),
			);
		function* pages() {
			for (let first = 0; first < 5_000; first += 1000) yield counted(first);
		}
		const list = listFrom(Array.from({ length: 5_000 }, (_, user) => `user${user}@example.com`));
		const { ofItems, ofOthers } = await compareWithList(pages(), list, SCOPE);

		expect([ofItems.size, ofOthers.length]).toEqual([5_000, 5_000]);
		expect(looks).toBeLessThanOrEqual(4 * 5_000);
	});
});

describe('the hint above the findings', () => {
	const hintOf = async (users: User[], values: unknown[], emailDomain?: string) => {
		const list = listFrom(values, emailDomain);
		const findings = await compareWithList([users], list, { ...SCOPE, emailDomain });
		return auditHint(findings, list, read(values).filter((row) => 'failure' in row).length);
	};
	const ana: User = { id: 'A', email: 'ana@example.com', state: 'ACTIVE' };

	it.each<[User[], unknown[], string | undefined, string, string]>([
		[[ana], ['ana@example.com'], undefined, 'No differences.', 'info'],
		[
			[ana, { ...ana, id: 'B', email: 'ben@example.com' }],
			['cem@example.com', 'ana@example.com', 'ana@example.com', 'ana@example.org'],
			'example.com',
			'1 active but not listed, 1 listed but not found. 1 item with an email that came before. 1 item in other domains left out.',
			'info',
		],
		[
			[
				{ ...ana, state: 'SUSPENDED' },
				{ id: 'B', state: 'NEW' },
			],
			['ana@example.com', '', null],
			undefined,
			'1 listed but suspended, 1 not listed and in an unknown state. 2 items without an email skipped.',
			'warning',
		],
		[
			[{ ...ana, state: undefined }],
			['ana@example.com', 'ana', 5],
			undefined,
			'1 listed and in an unknown state. 2 items failed, so that somebody on the list may seem not to be.',
			'warning',
		],
	])('tells of %j and %j within %j: %s', async (users, values, emailDomain, message, type) => {
		expect(await hintOf(users, values, emailDomain)).toEqual({ message, type, location: 'outputPane' });
	});
});

describe('an email on the list', () => {
	it('is an email, nothing, or an error with advice, whatever JSON it is (property)', () =>
		fc.assert(
			fc.property(fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' })), (value) => {
				const [row] = read([value]);
				if (row && 'failure' in row) {
					expect(row.failure.message).toMatch(
						/ is not an email address$|^The Email field needs text, but got /,
					);
					expect(row.failure).toMatchObject({
						reason: 'invalid_input',
						description: expect.any(String) as string,
					});
				} else if (row?.email !== undefined) expect(row.email).toMatch(/^[^\s@<>]+@[^\s@<>]+$/);
				else expect(value === null || typeof value === 'string').toBe(true);
			}),
			{ numRuns: 300 },
		));

	it('is answered with what is expected', () => {
		expect(failureOf(() => readListed('Ana'))).toMatchObject({
			description: 'Use the form name@example.com in the Email field, with nothing around it.',
		});
		expect(failureOf(() => readListed(['ana@example.com']))).toMatchObject({
			description: 'Check the expression: it must give one email such as name@example.com.',
		});
	});
});
