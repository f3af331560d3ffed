import { expectUser, expectUserList, isUserId } from '../../../nodes/OnePasswordUsers/api/shapes';
import { subject } from './fixtures';

const ID = 'IR7VJHJ36JHINBFAD7V2T5MP3E';
const ana = {
	id: ID,
	email: 'ana@example.com',
	display_name: 'Ana Lima',
	state: 'ACTIVE',
	create_time: '2024-01-31T12:00:00Z',
	path: `accounts/ABC/users/${ID}`,
};
const list = (body: unknown) => expectUserList(body, subject({ attempt: 'list' }));
const user = (body: unknown) => expectUser(body, ID, subject({ attempt: 'get' }));
const DISTRUST = 'gave an answer that cannot be trusted: ';

describe('an ID', () => {
	it.each([ID, 'a', 'A-b_9', 'x'.repeat(128)])('can be %s', (id) => {
		expect(isUserId(id)).toBe(true);
	});

	it.each([
		'',
		' ',
		'.',
		'..',
		'a/b',
		'a?b',
		'%2e%2e',
		'a:suspend',
		'a b',
		'ä',
		'a\n',
		'a\u0000',
		'x'.repeat(129),
		'{}',
	])('cannot be %j', (id) => {
		expect(isUserId(id)).toBe(false);
	});
});

describe('a list of users', () => {
	it('gives its users and the token of the next page', () => {
		expect(list({ results: [ana], next_page_token: 'CAIQAg' })).toEqual({
			users: [ana],
			nextPageToken: 'CAIQAg',
		});
	});

	it.each([
		{ results: [ana] },
		{ results: [ana], next_page_token: '' },
		{ results: [ana], next_page_token: null },
	])('ends where there is no page token: %j', (body) => {
		expect(list(body).nextPageToken).toBeUndefined();
	});

	it.each([{ results: [] }, {}])('may be empty: %j', (body) => {
		expect(list(body)).toEqual({ users: [], nextPageToken: undefined });
	});

	it.each([{ results: [], next_page_token: 'CAIQAg' }, { next_page_token: 'CAIQAg' }])(
		'may be an empty page although more follow: %j',
		(body) => {
			expect(list(body)).toEqual({ users: [], nextPageToken: 'CAIQAg' });
		},
	);

	it.each([
		[{ users: [] }],
		[{ error: 'none' }],
		// What was sent, as a gateway echoes it, and an error as a framework tells it.
		[{ method: 'GET', path: '/v1/accounts/A/users/B', headers: { authorization: 'Bearer x' } }],
		[{ timestamp: '2026-01-31T12:00:00Z', status: 404, error: 'Not Found', path: '/v1/accounts' }],
		[[]],
		[[ana]],
		[ana],
		['<html></html>'],
		[''],
		[null],
		[undefined],
		[5],
		[{ results: null }],
		[{ results: {} }],
		[{ results: 'none' }],
		[{ results: ana }],
	])('is not %j', (body) => {
		expect(() => list(body)).toThrow(`${DISTRUST}it is not a list of users`);
	});

	it.each([5, true, {}, ['CAIQAg']])('has no page token that is %j', (next_page_token) => {
		expect(() => list({ results: [ana], next_page_token })).toThrow(`${DISTRUST}its page token is not text`);
	});

	it.each([null, 'ana', 5, [ana], undefined])('has no entry that is %j', (entry) => {
		expect(() => list({ results: [ana, entry] })).toThrow(`${DISTRUST}it is not a user`);
	});

	it.each(['id', 'email', 'display_name', 'state', 'create_time', 'path'])(
		'has no user whose %s is a number',
		(field) => {
			expect(() => list({ results: [{ ...ana, [field]: 5 }] })).toThrow(`${DISTRUST}it is not a user`);
		},
	);

	it.each(['', '..', 'a/b', 'x'.repeat(129)])('has no user with the ID %j', (id) => {
		expect(() => list({ results: [{ ...ana, id }] })).toThrow('a user in it has an ID that cannot be one');
	});

	it.each([{}, { id: ID }, { email: 'ana@example.com' }])(
		'may leave out any field of a user: %j',
		(entry) => {
			expect(list({ results: [entry] }).users).toEqual([entry]);
		},
	);

	it('passes fields and states on that nobody knows yet', () => {
		const odd = { ...ana, state: 'ON_LEAVE', badge: 5, groups: [{ name: 'Security' }] };

		expect(list({ results: [odd], total: 1 }).users).toEqual([odd]);
	});
});

describe('a user', () => {
	it('is given as described', () => {
		expect(user(ana)).toEqual(ana);
	});

	it('may have fields and a state that nobody knows yet', () => {
		const odd = { ...ana, state: 'ON_LEAVE', badge: 5, groups: [{ name: 'Security' }] };

		expect(user(odd)).toEqual(odd);
	});

	it('without an ID is the one that was asked for', () => {
		expect(user({ state: 'ACTIVE' })).toEqual({ id: ID, state: 'ACTIVE' });
	});

	it('may spell the ID in another case', () => {
		expect(user({ ...ana, id: ID.toLowerCase() }).id).toBe(ID.toLowerCase());
	});

	it('cannot be somebody else', () => {
		expect(() => user({ ...ana, id: 'SOMEBODYELSE' })).toThrow(`${DISTRUST}it describes another user`);
	});

	it.each([
		[{}],
		[{ badge: 5 }],
		[{ results: [ana] }],
		[{ error: 'none' }],
		// What was sent, as a gateway echoes it, and an error as a framework tells it.
		[{ method: 'GET', path: '/v1/accounts/A/users/B', headers: { authorization: 'Bearer x' } }],
		[{ timestamp: '2026-01-31T12:00:00Z', status: 404, error: 'Not Found', path: '/v1/accounts' }],
		[[]],
		[[ana]],
		['<html></html>'],
		[''],
		[null],
		[undefined],
		[5],
	])('is not %j', (body) => {
		expect(() => user(body)).toThrow(`${DISTRUST}it is not a user`);
	});

	it.each(['id', 'email', 'display_name', 'state', 'create_time', 'path'])(
		'has no %s that is a number',
		(field) => {
			expect(() => user({ ...ana, [field]: 5 })).toThrow(`${DISTRUST}it is not a user`);
		},
	);
});
