import { ApiError } from '../../../../nodes/OnePasswordUsers/api/errors/ApiError';
import { asApiError, cancelled, noAnswer } from '../../../../nodes/OnePasswordUsers/api/errors/networkErrors';
import { everythingIn, failureOf } from '../fixtures';

const ORIGIN = 'https://api.1password.com';

/** An error with a code, as Node and axios throw it, wrapped as often as n8n likes. */
const coded = (code: string, wrappings = 0): Error => {
	let failure: Error = Object.assign(new Error('something broke'), { code });
	for (let level = 0; level < wrappings; level++) failure = new Error('wrapped', { cause: failure });
	return failure;
};

describe('a request without an answer', () => {
	it.each([
		'ECONNREFUSED',
		'ECONNRESET',
		'EPIPE',
		'EAI_AGAIN',
		'ENOTFOUND',
		'ENETUNREACH',
		'EHOSTUNREACH',
		'ERR_NETWORK',
		'UND_ERR_SOCKET',
	])('broke with %s, which can pass', (code) => {
		const failure = noAnswer(coded(code), ORIGIN);

		expect(failure).toMatchObject({ kind: 'unreachable', transient: true });
		expect(failure.message).toBe(`1Password could not be reached (${ORIGIN})`);
	});

	it.each(['ECONNABORTED', 'ETIMEDOUT'])('took too long with %s, which can pass', (code) => {
		const failure = noAnswer(coded(code), ORIGIN);

		expect(failure).toMatchObject({ kind: 'unreachable', transient: true });
		expect(failure.message).toBe(`1Password did not answer in time (${ORIGIN})`);
	});

	it.each([
		['ECONNREFUSED', 'could not be reached', true],
		['ECONNABORTED', 'did not answer in time', true],
		['ENOTFOUND', 'could not be reached', true],
		['CERT_HAS_EXPIRED', 'could not be reached', false],
	])('broke with %s under an n8n that drops the cause', (httpCode, happened, transient) => {
		// As n8n-workflow 2.0.0 makes it of an axios error.
		const wrapped = Object.assign(new Error('perhaps it is offline'), {
			name: 'NodeApiError',
			httpCode,
			messages: [`something with ${httpCode}`],
		});

		const failure = noAnswer(wrapped, ORIGIN);

		expect(failure).toMatchObject({ kind: 'unreachable', transient });
		expect(failure.message).toBe(`1Password ${happened} (${ORIGIN})`);
	});

	it('was not allowed, which an n8n that drops the cause says among its messages', () => {
		const wrapped = Object.assign(new Error('something else'), {
			messages: ['Domain not allowed: see the credential'],
		});

		expect(noAnswer(wrapped, ORIGIN)).toMatchObject({ kind: 'domainNotAllowed' });
	});

	it('is not taken for the connection because of a status', () => {
		const wrapped = Object.assign(new Error('odd'), { httpCode: '500', messages: 'no list' });

		expect(noAnswer(wrapped, ORIGIN)).toMatchObject({ kind: 'notSent' });
	});

	it.each(['CERT_HAS_EXPIRED', 'EPROTO', 'ERR_TLS_CERT_ALTNAME_INVALID', 'ERR_INVALID_URL'])(
		'failed of "%s", which cannot pass',
		(code) => {
			expect(noAnswer(coded(code), ORIGIN)).toMatchObject({ kind: 'unreachable', transient: false });
		},
	);

	it.each(['ERR_CANCELED', 'ABORT_ERR'])('was cancelled with %s', (code) => {
		expect(noAnswer(coded(code), ORIGIN, AbortSignal.abort())).toMatchObject({
			kind: 'cancelled',
			transient: false,
		});
	});

	it.each(['ERR_CANCELED', 'ABORT_ERR'])('took too long where nobody cancelled the run: %s', (code) => {
		for (const signal of [undefined, new AbortController().signal]) {
			const failure = noAnswer(coded(code), ORIGIN, signal);

			expect(failure).toMatchObject({ kind: 'unreachable', transient: true });
			expect(failure.message).toBe(`1Password did not answer in time (${ORIGIN})`);
		}
	});

	it.each([
		['SQLITE_BUSY', true],
		['SQLITE_LOCKED', true],
		['40P01', true],
		['40001', true],
		['SQLITE_FULL', false],
		['23505', false],
		['57P01', false],
	])("was not sent because of n8n's database: %s", (code, transient) => {
		const dropped = Object.assign(new Error('odd'), { httpCode: code });

		for (const failure of [coded(code), coded(code, 2), dropped])
			expect(noAnswer(failure, ORIGIN)).toMatchObject({
				kind: 'notSent',
				transient,
				message: 'n8n could not send the request to 1Password',
				description: expect.stringContaining('database') as string,
			});
	});

	it("was not sent where n8n's database could not be reached", () => {
		const inner = Object.assign(new Error('connect'), { name: 'QueryFailedError', code: 'ECONNREFUSED' });

		expect(noAnswer(new Error('wrapped', { cause: inner }), ORIGIN).kind).toBe('notSent');
	});

	it.each([1, 2, 3, 4])('is recognised by a code that is wrapped %d times', (wrappings) => {
		expect(noAnswer(coded('ECONNRESET', wrappings), ORIGIN).transient).toBe(true);
	});

	it.each([
		['socket hang up', true],
		['stream has been aborted', true],
		['timeout of 30000ms exceeded', true],
		['The operation timed out', true],
		['Something else', false],
	])('is recognised by its text where it has no code: %s', (text, transient) => {
		expect(noAnswer(new Error('wrapped', { cause: new Error(text) }), ORIGIN).transient).toBe(transient);
	});

	it('was not let out by the credential’s Allowed Domains', () => {
		const failure = noAnswer(
			new Error('wrapped', { cause: new Error('Domain not allowed: this credential is restricted') }),
			'https://api.1password.eu:8443',
		);

		expect(failure).toMatchObject({ kind: 'domainNotAllowed', transient: false });
		expect(failure.message).toBe('The credential does not allow requests to api.1password.eu');
	});

	it('says which host does not exist, and what to check', () => {
		const { message, description } = noAnswer(coded('ENOTFOUND'), ORIGIN);

		expect(message).toContain(ORIGIN);
		expect(description).toMatch(/^There is no such host\. Check the region or base URL/);
	});

	it.each(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'EPIPE'])(
		'never holds %s, since n8n replaces a message with such a code by its own',
		(code) => {
			const { message, description } = noAnswer(coded(code), ORIGIN);

			expect(`${message} ${description}`).not.toContain(code);
		},
	);

	it('names what failed inside n8n by its kind alone', () => {
		const inner = Object.assign(new Error('INSERT … Bearer abc'), { name: 'QueryFailedError' });

		expect(noAnswer(new Error('wrapped', { cause: inner }), ORIGIN)).toMatchObject({
			message: 'n8n could not send the request to 1Password',
			description: expect.stringContaining('failed (QueryFailedError)') as string,
		});
	});

	it('says that a certificate was not accepted', () => {
		expect(noAnswer(coded('CERT_HAS_EXPIRED'), ORIGIN).description).toContain('certificate was not accepted');
	});

	it('stays the explanation that it already has, however it is wrapped', () => {
		const ours = cancelled();

		expect(noAnswer(new Error('wrapped', { cause: new Error('again', { cause: ours }) }), ORIGIN)).toBe(ours);
	});

	it.each([undefined, null, '', 'socket hang up', 5, [], {}, { code: 5 }, { message: {} }])(
		'has a plain explanation even if what was thrown is %j',
		(thrown) => {
			expect(noAnswer(thrown, ORIGIN)).toMatchObject({ kind: 'notSent', transient: false });
		},
	);

	it('is explained also when causes run in a circle', () => {
		const circle = new Error('round');
		circle.cause = circle;

		expect(noAnswer(circle, ORIGIN).kind).toBe('notSent');
	});

	it.each(['ECONNRESET', 'ETIMEDOUT', 'ENOTFOUND', 'CERT_HAS_EXPIRED', 'ERR_CANCELED', ''])(
		'never tells of what the request carried: "%s"',
		(code) => {
			const headers = { Authorization: 'Bearer token-1' };
			const inner = Object.assign(new Error('sent Authorization: Bearer token-1'), {
				code,
				config: { headers },
				request: { _header: 'Authorization: Bearer token-1' },
				response: { status: 401, headers },
			});
			const failure = noAnswer(new Error('Bearer token-1', { cause: inner }), ORIGIN);

			expect(everythingIn(failure)).not.toContain('token-1');
			expect(failure).not.toHaveProperty('cause');
			expect(failure).not.toHaveProperty('response');
		},
	);
});

describe('a failure that can only be ours', () => {
	it('is given back', () => {
		const ours = cancelled();

		expect(asApiError(ours)).toBe(ours);
	});

	it('is thrown as it is when it is a defect', () => {
		const defect = new TypeError('x is not a function');

		expect(failureOf(() => asApiError(defect))).toBe(defect);
	});
});

it('a cancelled execution says that what was changed stays changed', () => {
	expect(cancelled()).toBeInstanceOf(ApiError);
	expect(cancelled().description).toContain('What was changed before stays changed.');
});
