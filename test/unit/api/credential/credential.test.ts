import { UserError, type ICredentialDataDecryptedObject, type INodeProperties } from 'n8n-workflow';
import { OnePasswordUsersApi } from '../../../../credentials/OnePasswordUsersApi.credentials';
import { forgetIssuedToken } from '../../../../nodes/OnePasswordUsers/api/credential/issueToken';
import { fingerprintOf, usableToken } from '../../../../nodes/OnePasswordUsers/api/credential/token';
import {
	answer,
	CLIENT_SECRET,
	credential,
	everythingIn,
	rejectionOf,
	settings,
	tokenEndpoint,
} from '../fixtures';
import { issued, oauthError } from './exchanging';

const api = new OnePasswordUsersApi();
const field = (name: string): INodeProperties => api.properties.find((property) => property.name === name)!;
const valuesOf = (name: string) =>
	(field(name).options ?? []).map((option) => ('value' in option ? option.value : undefined));

/** What n8n does while the access token is empty: it calls the hook with its own HTTP client. */
const preAuthenticate = (
	data: ICredentialDataDecryptedObject,
	...answers: Parameters<typeof tokenEndpoint>
) => api.preAuthentication.call({ helpers: { httpRequest: tokenEndpoint(...answers).http } }, data);

describe('the credential', () => {
	it('has the names that never change', () => {
		expect([api.constructor.name, api.name, api.displayName]).toEqual([
			'OnePasswordUsersApi',
			'onePasswordUsersApi',
			'1Password Users API',
		]);
	});

	it('asks a person for these fields, in this order', () => {
		const visible = api.properties.filter(({ type }) => type !== 'hidden');

		expect(visible.map(({ name }) => name)).toEqual([
			'region',
			'baseUrl',
			'accountId',
			'clientId',
			'clientSecret',
			'apiVersion',
			'readOnly',
			'protectedUsers',
			'maxSuspended',
		]);
	});

	it.each([
		['region', 'com'],
		['baseUrl', ''],
		['apiVersion', 'auto'],
		['accountId', ''],
		['clientId', ''],
		['clientSecret', ''],
		['readOnly', false],
		['protectedUsers', ''],
		['maxSuspended', 0],
	])('starts with %s as %j', (name, value) => {
		expect(field(name).default).toBe(value);
	});

	it.each([
		['region', ['com', 'ca', 'eu', 'custom']],
		['apiVersion', ['auto', 'v1', 'v1beta1']],
	])('offers for %s just %j', (name, values) => {
		expect(valuesOf(name)).toEqual(values);
	});

	it('accepts every choice that it offers', () => {
		for (const region of valuesOf('region'))
			for (const apiVersion of valuesOf('apiVersion'))
				expect(() =>
					settings({ region: String(region), apiVersion: String(apiVersion), baseUrl: 'https://a.example' }),
				).not.toThrow();
	});

	it('shows the base URL for a custom region only', () => {
		expect(field('baseUrl').displayOptions).toEqual({ show: { region: ['custom'] } });
	});

	it.each(['baseUrl', 'accountId', 'clientId', 'clientSecret'])('requires %s', (name) => {
		expect(field(name).required).toBe(true);
	});

	it.each(['clientSecret', 'accessToken'])('hides %s from whoever looks on', (name) => {
		expect(field(name).typeOptions?.password).toBe(true);
	});

	it('leaves several lines for protected users', () => {
		expect(field('protectedUsers').typeOptions?.rows).toBeGreaterThan(1);
	});

	it('has an access token that n8n renews, hidden', () => {
		expect(field('accessToken')).toMatchObject({
			type: 'hidden',
			default: '',
			typeOptions: { expirable: true },
		});
	});

	it('has only one field that n8n renews', () => {
		expect(api.properties.filter(({ typeOptions }) => typeOptions?.expirable)).toHaveLength(1);
	});
});

describe('the exchange that n8n asks for', () => {
	beforeEach(() => forgetIssuedToken(settings()));

	it('gives nothing but fields of the credential, or n8n would lose them', async () => {
		const names = Object.keys(await preAuthenticate(credential(), issued()));
		const hidden = api.properties.filter(({ type }) => type === 'hidden').map(({ name }) => name);

		expect(names.sort()).toEqual(hidden.sort());
	});

	it('gives a token that the credential then sends', async () => {
		const data = credential();
		Object.assign(data, await preAuthenticate(data, issued()));

		expect(usableToken(data, settings())).toBe('token-1');
		expect((await api.authenticate(data, { url: '/users' })).headers?.Authorization).toBe('Bearer token-1');
	});

	it('fails in words for a person, advice included', async () => {
		const refused = oauthError(401, 'invalid_client');
		const failure = await rejectionOf(preAuthenticate(credential(), refused, refused));

		expect(failure).toBeInstanceOf(UserError);
		expect(failure.message).toMatch(
			/^1Password refused the client ID or the client secret\. Copy both again/,
		);
	});

	it('fails without a response or status that n8n could take for an expired token', async () => {
		const refused = oauthError(401, 'invalid_client');
		const failure = await rejectionOf(preAuthenticate(credential(), refused, refused));

		for (const name of ['response', 'statusCode', 'status', 'httpCode'])
			expect(failure).not.toHaveProperty(name);
	});

	it('fails without a secret in it', async () => {
		const quoting = answer(400, { error: 'invalid_client', error_description: CLIENT_SECRET });
		const failure = await rejectionOf(preAuthenticate(credential(), quoting, quoting));

		expect(everythingIn(failure)).not.toContain(CLIENT_SECRET);
	});

	it('asks nobody where a field cannot be right', async () => {
		const failure = await rejectionOf(preAuthenticate(credential({ accountId: '../x' })));

		expect(failure.message).toContain("The 1Password credential's Account ID has characters");
	});
});

describe('the credential test', () => {
	it('sends no token of another secret, so that a replaced wrong secret fails at once', async () => {
		const data = credential({
			accessToken: 'token-1',
			issuedFor: fingerprintOf(settings()),
			issuedBy: 'v1',
			renewAt: 4e12,
			clientSecret: 'wrong',
		});

		await expect(api.authenticate(data, { url: '/users' })).rejects.toMatchObject({
			response: { status: 401 },
		});
	});
});
