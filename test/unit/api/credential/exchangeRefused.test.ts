import { UserError } from 'n8n-workflow';
import { withAdvice } from '../../../../nodes/OnePasswordUsers/api/credential/tokenErrors';
import { basicOf } from '../../../../nodes/OnePasswordUsers/api/credential/token';
import { html, oauthError, refusal } from './exchanging';
import { answer, CLIENT_ID, CLIENT_SECRET, everythingIn, settings } from '../fixtures';

describe('a refusal', () => {
	it.each([
		[
			'a wrong secret, both versions alive',
			oauthError(401, 'invalid_client'),
			oauthError(401, 'invalid_client'),
			'badCredentials',
		],
		['a wrong secret at v1, v1beta1 gone', oauthError(401, 'invalid_client'), html(410), 'badCredentials'],
		[
			'a wrong secret at v1beta1, v1 not there yet',
			html(404),
			oauthError(400, 'invalid_client'),
			'badCredentials',
		],
		[
			'a wrong secret at v1beta1, v1 unknown to a gateway',
			html(401),
			oauthError(400, 'invalid_client'),
			'badCredentials',
		],
		[
			'an application without rights at v1beta1',
			html(403),
			oauthError(400, 'unauthorized_client'),
			'missingPermission',
		],
		['a scope that is not allowed', oauthError(400, 'invalid_scope'), html(404), 'missingPermission'],
		['both versions gone', html(404), html(410), 'versionGone'],
		['v1 unknown with a 501, v1beta1 with a 404', html(501), html(404), 'versionGone'],
		['a method that neither knows', html(405), html(405), 'versionGone'],
		['a 401 without OAuth, the other gone', html(401), html(404), 'badCredentials'],
		['v1 gone, v1beta1 down', html(404), html(503), 'unavailable'],
		['v1 gone, v1beta1 overloaded', html(404), html(429), 'rateLimited'],
		['v1 gone, v1beta1 redirected', html(404), html(302), 'badAnswer'],
	])('tells %s', async (_, first, second, kind) => {
		expect((await refusal([first, second])).failure.kind).toBe(kind);
	});

	it.each([
		[429, 'rateLimited'],
		[500, 'unavailable'],
		[503, 'unavailable'],
	])('with a %d can pass, and says %s', async (statusCode, kind) => {
		const { failure } = await refusal([answer(statusCode, '', { 'retry-after': '7' })]);

		expect(failure).toMatchObject({ kind, transient: true, retryAfterMs: 7000 });
	});

	it.each([401, 404, 302])('with a %d cannot pass', async (statusCode) => {
		expect((await refusal([html(statusCode), html(statusCode)])).failure.transient).toBe(false);
	});

	it('because of wrong credentials says what to do', async () => {
		const { failure } = await refusal([oauthError(401, 'invalid_client'), html(404)]);

		expect(failure.message).toBe('1Password refused the client ID or the client secret');
		expect(failure.description).toContain('v1: HTTP 401, v1beta1: HTTP 404');
	});

	it('because both versions are gone names region and versions', async () => {
		const { failure } = await refusal([html(404), html(404)], { region: 'eu' });

		expect(failure.message).toBe(
			'There is neither version v1 nor v1beta1 of the Users API at https://api.1password.eu',
		);
	});

	it('because the chosen version is gone advises the automatic choice', async () => {
		const { failure } = await refusal([html(410)], { apiVersion: 'v1beta1' });

		expect(failure.message).toBe('There is no version v1beta1 of the Users API at https://api.1password.com');
		expect(failure.description).toContain('Set API Version to Automatic.');
	});

	it('because nothing answers names the host', async () => {
		const { failure } = await refusal([Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })]);

		expect(failure).toMatchObject({ kind: 'unreachable', transient: true });
		expect(failure.message).toContain('https://api.1password.com');
	});

	const echo = { sent: basicOf(settings()), id: CLIENT_ID, secret: CLIENT_SECRET };
	const thrown = Object.assign(new Error(`Basic ${basicOf(settings())} ${CLIENT_SECRET}`), {
		code: 'ECONNRESET',
		config: { headers: { Authorization: `Basic ${basicOf(settings())}` } },
		response: { status: 401, data: echo },
	});
	it.each([
		[
			'400 that quotes it',
			answer(400, { error: 'invalid_client', error_description: CLIENT_SECRET, ...echo }),
		],
		['401 that quotes it', answer(401, echo, { 'www-authenticate': CLIENT_SECRET })],
		['404 that quotes it', answer(404, JSON.stringify(echo))],
		['302 to a place that quotes it', answer(302, '', { location: `https://evil/?${CLIENT_SECRET}` })],
		['429 that quotes it', answer(429, echo, { 'retry-after': CLIENT_SECRET })],
		['503 that quotes it', answer(503, echo)],
		['200 that quotes it', answer(200, echo)],
		['broken connection whose error holds it', thrown],
	])('never holds a secret, nor a response for n8n to judge: %s', async (_, what) => {
		const { failure } = await refusal([what, what]);
		const everything = everythingIn(failure);

		expect(failure).not.toHaveProperty('response');
		expect(failure).not.toHaveProperty('statusCode');
		expect(failure).not.toHaveProperty('cause');
		for (const secret of [CLIENT_SECRET, CLIENT_ID, basicOf(settings())])
			expect(everything).not.toContain(secret);
	});
});

describe('a refusal, for n8n’s credential test, which shows nothing but the message', () => {
	it('has its advice in the message, and itself as the cause', async () => {
		const { failure } = await refusal([html(404), html(404)]);
		const shown = withAdvice(failure);

		expect(shown).toBeInstanceOf(UserError);
		expect(shown).toMatchObject({ message: `${failure.message}. ${failure.description}`, cause: failure });
	});

	it('stays as it is where it is not 1Password’s', () => {
		const defect = new TypeError('x is not a function');

		expect(withAdvice(defect)).toBe(defect);
	});
});
