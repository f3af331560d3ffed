import fc from 'fast-check';
import { UserError } from 'n8n-workflow';
import { badAnswer, explain } from '../../../../nodes/OnePasswordUsers/api/errors/answerErrors';
import type { Attempt } from '../../../../nodes/OnePasswordUsers/api/types';
import { answer, subject } from '../fixtures';

const rpc = (code: number | string, message: string) => ({ code, message, details: [] });

describe('an answer that is not the one asked for', () => {
	it('keeps 1Password’s own code and message, the status and the request for support', () => {
		const { description } = explain(answer(403, rpc(7, 'no_owner_remain')), subject());

		expect(description).toContain('1Password said: no_owner_remain (code 7, HTTP 403).');
		expect(description).toContain(
			'Request: POST /v1/accounts/ABCDEFGHIJKLMNOPQRSTUVWXYZ/users/AAAA:suspend.',
		);
	});

	it('keeps a code that is a name', () => {
		expect(explain(answer(403, rpc('PERMISSION_DENIED', 'no')), subject()).description).toContain(
			'1Password said: no (code PERMISSION_DENIED, HTTP 403).',
		);
	});

	it.each([
		undefined,
		null,
		'',
		'<html>Forbidden</html>',
		[],
		[rpc(7, 'no')],
		5,
		true,
		{},
		{ code: {}, message: [] },
	])('says that 1Password gave no reason where it gave none that can be read: %j', (body) => {
		expect(explain(answer(403, body), subject()).description).toContain(
			'1Password gave no reason (HTTP 403).',
		);
	});

	it('keeps the time that the server asked to wait', () => {
		expect(explain(answer(429, '', { 'retry-after': '7' }), subject()).retryAfterMs).toBe(7000);
	});

	it('is an error that n8n shows as written, and that holds no response to judge', () => {
		const failure = explain(answer(401), subject());

		expect(failure).toBeInstanceOf(UserError);
		expect(failure).not.toHaveProperty('response');
	});

	it.each<[Attempt, string]>([
		['list', 'List users'],
		['get', 'Get user'],
		['suspend', 'Suspend user'],
		['reactivate', 'Reactivate user'],
	])('names the permission to %s among the possible reasons of an unexplained 403', (attempt, permission) => {
		expect(explain(answer(403), subject({ attempt })).description).toContain(
			`lacks the permission "${permission}"`,
		);
	});

	it('names host and version when the version is gone', () => {
		const where = { origin: 'https://api.1password.eu', version: 'v1beta1', attempt: 'list' } as const;

		expect(explain(answer(410), subject(where)).message).toBe(
			'Version v1beta1 of the Users API is gone at https://api.1password.eu',
		);
	});
});

describe('a text of somebody else', () => {
	const told = (message: string) => explain(answer(403, rpc(7, message)), subject()).description ?? '';

	it('is cut when it is huge', () => {
		expect(told('x'.repeat(1_000_000)).length).toBeLessThan(1000);
	});

	it('is cut also in a code', () => {
		const { description = '' } = explain(answer(403, rpc('C'.repeat(1_000_000), 'no')), subject());

		expect(description?.length).toBeLessThan(1000);
	});

	it('loses line ends, control and invisible characters', () => {
		expect(told('one\r\n\u001b[31mtwo\u0000\u202ethree\u200b')).toContain(
			'1Password said: one [31mtwo three (',
		);
	});

	it('is never more than one readable line, and no reason to fail otherwise (property)', () =>
		fc.assert(
			fc.property(
				fc.string({ unit: 'binary', maxLength: 400 }),
				fc.string({ unit: 'binary' }),
				fc.integer({ min: 300, max: 599 }),
				(message, code, status) => {
					const { description = '' } = explain(answer(status, rpc(code, message)), subject());

					expect(description).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
					expect(description?.length).toBeLessThan(1000);
				},
			),
		));

	it('can be any JSON at all (property)', () =>
		fc.assert(
			fc.property(fc.jsonValue(), fc.integer({ min: 300, max: 599 }), (body, status) => {
				expect(explain(answer(status, body), subject()).description).toContain(`HTTP ${status}`);
			}),
		));
});

describe('a good status with a wrong answer', () => {
	it('says what is wrong with it and where it came from', () => {
		const failure = badAnswer('it is not a user', subject());

		expect(failure).toMatchObject({ kind: 'badAnswer', transient: false });
		expect(failure.message).toBe(
			'https://api.1password.com gave an answer that cannot be trusted: it is not a user',
		);
		expect(failure.description).toContain('Request: POST /v1/accounts/');
	});
});
