import fc from 'fast-check';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import {
	basicOf,
	fingerprintOf,
	usableToken,
	versionInUse,
} from '../../../../nodes/OnePasswordUsers/api/credential/token';
import { CLIENT_ID, CLIENT_SECRET, credential, settings } from '../fixtures';

const NOW = Date.UTC(2026, 0, 31, 12);

/** A credential whose token is good until a second after NOW. */
const holding = (changes: ICredentialDataDecryptedObject = {}) =>
	credential({
		accessToken: 'token-1',
		issuedFor: fingerprintOf(settings()),
		issuedBy: 'v1',
		renewAt: NOW + 1000,
		...changes,
	});

describe('the fingerprint', () => {
	const identity = fc.record({
		origin: fc.string({ minLength: 1 }),
		accountId: fc.string({ minLength: 1 }),
		clientId: fc.string({ minLength: 1 }),
		clientSecret: fc.string({ minLength: 1 }),
	});

	it.each(['origin', 'accountId', 'clientId', 'clientSecret'] as const)(
		'is another one for another %s (property)',
		(field) =>
			fc.assert(
				fc.property(identity, fc.string(), (one, other) => {
					fc.pre(one[field] !== other);
					const known = { ...settings(), ...one };

					expect(fingerprintOf({ ...known, [field]: other })).not.toBe(fingerprintOf(known));
				}),
			),
	);

	it('tells apart what looks the same when written in a row (property)', () =>
		fc.assert(
			fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (clientId, clientSecret) => {
				const known = { ...settings(), clientId, clientSecret };
				const shifted = {
					...known,
					clientId: clientId + clientSecret.slice(0, 1),
					clientSecret: clientSecret.slice(1),
				};

				expect(fingerprintOf(shifted)).not.toBe(fingerprintOf(known));
			}),
		));

	it('stays the same whatever else changes', () => {
		const others = settings({ apiVersion: 'v1beta1', readOnly: true, protectedUsers: 'ana@example.com' });

		expect(fingerprintOf(others)).toBe(fingerprintOf(settings()));
	});

	it('gives nothing of the secret away', () => {
		expect(fingerprintOf(settings())).toMatch(/^[0-9a-f]{64}$/);
	});
});

describe('a stored token', () => {
	it('is used for what it was issued for, while it lives', () => {
		expect(usableToken(holding(), settings(), NOW)).toBe('token-1');
	});

	it.each<ICredentialDataDecryptedObject>([
		{ region: 'eu' },
		{ region: 'custom', baseUrl: 'https://api.1password.com:8443' },
		{ accountId: 'OTHER' },
		{ clientId: 'other' },
		{ clientSecret: 'other' },
	])('is not sent after a change to %j', (change) => {
		expect(usableToken(holding(change), settings(change), NOW)).toBeUndefined();
	});

	it('is not sent when nobody knows what it was issued for', () => {
		expect(usableToken(holding({ issuedFor: '' }), settings(), NOW)).toBeUndefined();
	});

	it('is still used where the same host is now named as a custom one', () => {
		const change = { region: 'custom', baseUrl: 'https://api.1password.com/' };

		expect(usableToken(holding(change), settings(change), NOW)).toBe('token-1');
	});

	it('is used with the version that issued it', () => {
		expect(usableToken(holding(), settings({ apiVersion: 'v1' }), NOW)).toBe('token-1');
	});

	it('is not used with another version', () => {
		expect(usableToken(holding(), settings({ apiVersion: 'v1beta1' }), NOW)).toBeUndefined();
	});

	it('is not used from the moment on at which it is to be renewed', () => {
		expect(usableToken(holding({ renewAt: NOW }), settings(), NOW)).toBeUndefined();
	});

	it('is used until that moment', () => {
		expect(usableToken(holding({ renewAt: NOW + 1 }), settings(), NOW)).toBe('token-1');
	});

	it('is used when its time was stored as text', () => {
		expect(usableToken(holding({ renewAt: String(NOW + 1000) }), settings(), NOW)).toBe('token-1');
	});

	it.each(['', 'soon', 'NaN', false])('is not used when its time is %j', (renewAt) => {
		expect(usableToken(holding({ renewAt }), settings(), NOW)).toBeUndefined();
	});

	it.each(['', ' ', 'two words', 'line\r\nX-Header: 1', 'tökén', 5])(
		'is not used when it cannot travel in a header: %j',
		(accessToken) => {
			expect(usableToken(holding({ accessToken }), settings(), NOW)).toBeUndefined();
		},
	);
});

describe('the version in use', () => {
	it.each([
		['v1', 'v1beta1', 'v1'],
		['v1beta1', 'v1', 'v1beta1'],
		['auto', 'v1', 'v1'],
		['auto', 'v1beta1', 'v1beta1'],
		['auto', '', 'v1'],
		['auto', 'v9', 'v1'],
	])('with %s chosen and a token issued by "%s" is %s', (apiVersion, issuedBy, version) => {
		expect(versionInUse(holding({ issuedBy }), settings({ apiVersion }))).toBe(version);
	});
});

describe('the Basic header', () => {
	it('is plain base64 of client ID, colon and secret', () => {
		expect(Buffer.from(basicOf(settings()), 'base64').toString()).toBe(`${CLIENT_ID}:${CLIENT_SECRET}`);
	});
});
