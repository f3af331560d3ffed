import { theOneMatch } from '../../../nodes/OnePasswordUsers/actions/user/theOneMatch';

const EMAIL = 'ana@example.com';

it('nobody with an email is a failure that says so, and how it was looked for', () => {
	expect(theOneMatch(EMAIL, [])).toMatchObject({
		missing: true,
		failure: {
			reason: 'not_found',
			message: `No user with the email ${EMAIL} in this account`,
			description: expect.stringMatching(
				/^Check the spelling, .* Every user of the account was looked at\.$/,
			) as string,
		},
	});
});

describe('several users with one email', () => {
	it('are told with their IDs, of which one is to be chosen', () => {
		const matches = [
			{ id: 'U1', email: EMAIL, state: 'ACTIVE' },
			{ id: 'U2', email: 'ANA@example.com' },
			{ email: EMAIL },
		];

		expect(theOneMatch(EMAIL, matches)).toMatchObject({
			failure: {
				reason: 'ambiguous',
				description: `Choose one of them By ID: U1 (${EMAIL}, ACTIVE), U2 (ANA@example.com, state unknown), without an ID (${EMAIL}, state unknown).`,
			},
		});
	});

	it('cannot be chosen by an ID that 1Password does not give', () => {
		expect(theOneMatch(EMAIL, [{ email: EMAIL }, { email: EMAIL }])).toMatchObject({
			failure: {
				description: `Look into 1Password: without an ID (${EMAIL}, state unknown), without an ID (${EMAIL}, state unknown).`,
			},
		});
	});
});
