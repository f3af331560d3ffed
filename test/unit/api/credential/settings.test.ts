import fc from 'fast-check';
import { UserError, type ICredentialDataDecryptedObject } from 'n8n-workflow';
import { readSettings } from '../../../../nodes/OnePasswordUsers/api/credential/settings';
import {
	ACCOUNT_ID,
	CLIENT_ID,
	CLIENT_SECRET,
	credential,
	everythingIn,
	failureOf,
	settings,
} from '../fixtures';

const without = (field: string): ICredentialDataDecryptedObject =>
	Object.fromEntries(Object.entries(credential()).filter(([name]) => name !== field));

describe('the fields of a credential', () => {
	it('are read as they were entered', () => {
		expect(settings({ apiVersion: 'v1', readOnly: true, protectedUsers: 'ana@example.com' })).toEqual({
			origin: 'https://api.1password.com',
			apiVersion: 'v1',
			accountId: ACCOUNT_ID,
			clientId: CLIENT_ID,
			clientSecret: CLIENT_SECRET,
			readOnly: true,
			protectedUsers: ['ana@example.com'],
			maxSuspended: 0,
		});
	});

	it.each(['accountId', 'clientId', 'clientSecret'] as const)(
		'lose the spaces and line ends pasted around %s',
		(field) => {
			const entered = credential()[field] as string;

			expect(settings({ [field]: ` \t${entered}\r\n` })[field]).toBe(entered);
		},
	);

	it.each([
		['accountId', 'Account ID. It is the 26 letters and digits after "/app#/" in the address'],
		['clientId', 'Client ID. Copy it again from the OAuth application in 1Password'],
		['clientSecret', 'Client Secret. Copy it again from where you stored it'],
	])('are asked for when there is no %s, with where to find it', (field, words) => {
		expect(() => readSettings(without(field))).toThrow(`The 1Password credential has no ${words}`);
	});

	it.each(['', '  \n', 5, true])('count as missing when the client secret is %j', (clientSecret) => {
		expect(() => settings({ clientSecret })).toThrow('The 1Password credential has no Client Secret.');
	});

	it.each(['..', 'a/b', 'a?b', '%2e%2e', 'a b', 'A'.repeat(129), 'A\u0000B', 'ÄB', 'a:b'])(
		'are refused with the account ID %j',
		(accountId) => {
			expect(() => settings({ accountId })).toThrow("credential's Account ID has characters");
		},
	);

	it.each(['a:b', 'a b', 'a\nb', 'ä', 'x'.repeat(257)])('are refused with the client ID %j', (clientId) => {
		expect(() => settings({ clientId })).toThrow("credential's Client ID has characters");
	});

	it.each(['line\nbreak', 'ünicode', 'nul\u0000', 'x'.repeat(4097)])(
		'are refused with the client secret %j',
		(clientSecret) => {
			expect(() => settings({ clientSecret })).toThrow("credential's Client Secret has characters");
		},
	);

	it('may have a client secret of any printable characters, also inner spaces and colons', () => {
		expect(settings({ clientSecret: 'a: b"c\\d~' }).clientSecret).toBe('a: b"c\\d~');
	});

	it('never show the client ID or the secret in an error (property)', () => {
		const secret = fc.string({ unit: fc.constantFrom('s', '7', 'ü', '\n', '"', '!'), minLength: 8 });
		fc.assert(
			fc.property(secret, secret, (id, other) => {
				const clientId = `ident ${id}`;
				const clientSecret = `sesame\u0007${other}`;
				const shown =
					everythingIn(failureOf(() => settings({ clientId }))) +
					everythingIn(failureOf(() => settings({ clientSecret })));

				expect(shown).not.toContain('ident ');
				expect(shown).not.toContain('sesame');
			}),
		);
	});

	it('are complained about with an error that n8n shows as written', () => {
		expect(failureOf(() => settings({ clientId: '' }))).toBeInstanceOf(UserError);
	});
});

describe('the region', () => {
	it.each([
		['com', 'https://api.1password.com'],
		['ca', 'https://api.1password.ca'],
		['eu', 'https://api.1password.eu'],
	])('%s lives at %s', (region, origin) => {
		expect(settings({ region }).origin).toBe(origin);
	});

	it('is com where none was chosen', () => {
		expect(readSettings(without('region')).origin).toBe('https://api.1password.com');
	});

	it.each(['', 'us', 'COM', 'toString', '__proto__', 5, ['com']])('cannot be %j', (region) => {
		expect(() => settings({ region })).toThrow("The 1Password credential's Region is none that exists");
	});

	it('makes a base URL meaningless unless it is custom', () => {
		expect(settings({ region: 'eu', baseUrl: 'https://evil.example' }).origin).toBe(
			'https://api.1password.eu',
		);
	});
});

describe('the API version', () => {
	it.each(['v1', 'v1beta1', 'auto'])('can be %s', (apiVersion) => {
		expect(settings({ apiVersion }).apiVersion).toBe(apiVersion);
	});

	it('is automatic where none was chosen', () => {
		expect(readSettings(without('apiVersion')).apiVersion).toBe('auto');
		expect(settings({ apiVersion: '' }).apiVersion).toBe('auto');
	});

	it.each(['v2', 'V1', 'v1/', ' v1', 1])('cannot be %j', (apiVersion) => {
		expect(() => settings({ apiVersion })).toThrow(
			"The 1Password credential's API Version is none that exists",
		);
	});
});

describe('read only', () => {
	it.each([true, 'true'])('is on with %j', (readOnly) => {
		expect(settings({ readOnly }).readOnly).toBe(true);
	});

	it.each([false, 'false'])('is off with %j', (readOnly) => {
		expect(settings({ readOnly }).readOnly).toBe(false);
	});

	it('does not disappear when its expression gives nothing', () => {
		expect(() => readSettings(without('readOnly'))).toThrow(
			"credential's Read Only is neither true nor false",
		);
	});

	it.each(['', 'yes', 'no', 'TRUE', 0, 1, ['true']])('is not guessed from %j', (readOnly) => {
		expect(() => settings({ readOnly })).toThrow("credential's Read Only is neither true nor false");
	});
});

describe('protected users', () => {
	it('do not disappear when their expression gives nothing', () => {
		expect(() => readSettings(without('protectedUsers'))).toThrow("credential's Protected Users is not text");
	});
});

describe('max suspended users', () => {
	it.each([
		[0, 0],
		[25, 25],
		['25', 25],
		[' 7 ', 7],
	])('is read from %j as %d', (maxSuspended, limit) => {
		expect(settings({ maxSuspended }).maxSuspended).toBe(limit);
	});

	it('does not disappear when its expression gives nothing', () => {
		expect(() => readSettings(without('maxSuspended'))).toThrow(
			"credential's Max Suspended Users is not a whole number from 0 up",
		);
	});

	it.each(['', ' ', 'ten', -1, 1.5, NaN, Infinity, '1e3', true, [], [5], {}])(
		'cannot be %j',
		(maxSuspended) => {
			expect(() => settings({ maxSuspended: maxSuspended as string })).toThrow('Enter 0 for no limit');
		},
	);
});
