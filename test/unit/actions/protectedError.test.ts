import {
	isSurelyProtected,
	protectedError,
	protectionRules,
} from '../../../nodes/OnePasswordUsers/actions/user/safeguards';

const [rule] = protectionRules(['ceo@example.com']);
const ADVICE = 'If the suspension is meant, do it in 1Password, or remove the entry.';

describe('the error about a protected user', () => {
	it.each([
		['CEO@example.com', `"ceo@example.com" in the credential's Protected Users covers this user. ${ADVICE}`],
		[
			'ceo',
			`"ceo@example.com" in the credential's Protected Users covers this user. 1Password gave no plain email for this user, so nobody can tell that the entry does not apply. ${ADVICE}`,
		],
	])('says why, and what to do: %s', (email, description) => {
		expect(protectedError({ email }, email, rule!)).toMatchObject({
			reason: 'protected',
			message: `${email} is protected and was not suspended`,
			description,
		});
	});
});

describe('surely protected', () => {
	const rules = protectionRules(['ceo@example.com', 'U1*']);

	it.each([{ email: 'CEO@example.com' }, { id: 'U17' }, { id: 'U2', email: 'ceo@example.com' }])(
		'is whom an entry names: %j',
		(user) => {
			expect(isSurelyProtected(user, rules)).toBe(true);
		},
	);

	it.each([{}, { id: 'U2' }, { id: 'U2', email: 'ana@example.com' }, { email: 'nobody can tell' }])(
		'is nobody else: %j',
		(user) => {
			expect(isSurelyProtected(user, rules)).toBe(false);
		},
	);
});
