import { identityOf, nameOf, nameWithEmail } from '../../../nodes/OnePasswordUsers/actions/user/namedUser';

const ID = 'IR7VJHJ36JHINBFAD7V2T5MP3E';
const locator = (mode: string, value: unknown) => ({ __rl: true, mode, value });

describe('what a failed item keeps of its input', () => {
	it.each([
		[locator('id', ID), { id: ID }],
		[locator('list', ID), { id: ID }],
		[locator('email', 'ana@example.com'), { email: 'ana@example.com' }],
		[locator('id', 'ana@example.com'), { email: 'ana@example.com' }],
		[locator('email', ' not an email '), { email: ' not an email ' }],
		[locator('email', ID), { email: ID }],
		[locator('id', 5), { id: '5' }],
		[locator('email', 5), { email: '5' }],
		[locator('id', null), { id: null }],
		[locator('email', undefined), { email: null }],
		[locator('id', { a: 1 }), { id: null }],
		[locator('id', { id: ID }), { id: null }],
		[undefined, { id: null }],
		[null, { id: null }],
		[ID, { id: ID }],
		['ana@example.com', { email: 'ana@example.com' }],
		[[ID], { id: null }],
		[locator('id', 'x'.repeat(500)), { id: 'x'.repeat(320) }],
	])('of %j is %j', (value, identity) => {
		expect(identityOf(value)).toEqual(identity);
	});

	it('is not all of 5000 characters', () => {
		expect(identityOf(locator('id', 'x'.repeat(5000))).id).toBe('x'.repeat(320));
	});
});

it.each([
	[{ by: 'id', id: ID } as const, ID],
	[{ by: 'email', email: 'Ana@example.com' } as const, 'Ana@example.com'],
])('the name of %j in messages is %s', (named, name) => {
	expect(nameOf(named)).toBe(name);
});

describe('the name of a user in messages', () => {
	const ana = { id: ID, email: 'ana@example.com' };
	it.each([
		[{ by: 'id', id: ID } as const, ana, `ana@example.com (${ID})`],
		[{ by: 'id', id: ID } as const, { id: ID }, ID],
		[{ by: 'id', id: ID } as const, { id: ID, email: '' }, ID],
		[{ by: 'email', email: 'Ana@example.com' } as const, ana, 'Ana@example.com'],
	])('%j of whom 1Password says %j is %s', (named, user, name) => {
		expect(nameWithEmail(named, user)).toBe(name);
	});
});
