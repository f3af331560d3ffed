import { protectionOf, protectionRules } from '../../../../nodes/OnePasswordUsers/actions/user/safeguards';
import { readSettings } from '../../../../nodes/OnePasswordUsers/api/credential/settings';
import { explain } from '../../../../nodes/OnePasswordUsers/api/errors/answerErrors';
import { noAnswer } from '../../../../nodes/OnePasswordUsers/api/errors/networkErrors';
import { retryAfterMs } from '../../../../nodes/OnePasswordUsers/api/errors/retryAfter';
import { expectUser, expectUserList } from '../../../../nodes/OnePasswordUsers/api/shapes';
import { SharedPause } from '../../../../nodes/OnePasswordUsers/api/transport/retryPause';
import { oneLine } from '../../../../nodes/OnePasswordUsers/utils/oneLine';
import { exchange, issued, oauthError, refusal } from '../credential/exchanging';
import { answer, credential, subject } from '../fixtures';

const ID = 'IR7VJHJ36JHINBFAD7V2T5MP3E';

describe('odd answers', () => {
	it('a documented field that is null counts as missing', () => {
		expect(expectUser({ id: null, email: 'a@b.c', state: null, mfa: null }, ID, subject())).toEqual({
			id: ID,
			email: 'a@b.c',
			mfa: null,
		});
		expect(
			expectUserList({ results: [{ id: null, email: null, state: 'ACTIVE' }] }, subject()).users,
		).toEqual([{ state: 'ACTIVE' }]);
	});

	it('a user of nothing but nulls is no user', () => {
		expect(() => expectUser({ id: null, state: null }, ID, subject())).toThrow('it is not a user');
	});

	it('a field named __proto__ does not reach the prototype', () => {
		const body: unknown = JSON.parse('{"email":"a@b.c","__proto__":{"id":5}}');
		expect(expectUser(body, ID, subject()).id).toBe(ID);
	});

	it('a framework’s own "error" is not taken for an OAuth error', async () => {
		const gateway = answer(404, { statusCode: 404, error: 'Not Found', message: 'Route not found' });

		expect((await refusal([gateway, gateway])).failure.kind).toBe('versionGone');
		expect((await refusal([gateway, oauthError(400, 'unauthorized_client')])).failure.kind).toBe(
			'missingPermission',
		);
	});

	it('an endless lifetime is taken for the usual one', async () => {
		const { token } = await exchange([issued({ expires_in: '1e400' })]);
		expect(Number.isFinite(token.renewAt)).toBe(true);
	});

	it.each(['users are managed by an identity provider', 'managed by SCIM', 'scim_enabled'])(
		'"%s" speaks of automated provisioning, not of a managed administrator',
		(message) => {
			expect(explain(answer(403, { code: 7, message }), subject()).kind).toBe('automatedProvisioning');
		},
	);

	it('a Retry-After in words says nothing', () => {
		expect(retryAfterMs('retry 5')).toBeUndefined();
	});

	it('a long text is not cut within a character', () => {
		expect(oneLine(`${'x'.repeat(79)}😀`)).toBe(`${'x'.repeat(79)}…`);
	});
});

describe('odd settings', () => {
	it('Read Only holds also where an expression gives it as text', () => {
		expect(readSettings(credential({ readOnly: 'true' })).readOnly).toBe(true);
	});

	it('a safeguard that cannot be read is refused rather than dropped', () => {
		expect(() => readSettings(credential({ readOnly: 'yes' }))).toThrow(
			'Read Only is neither true nor false',
		);
		expect(() => readSettings(credential({ protectedUsers: ['a@b.c'] }))).toThrow(
			'Protected Users is not text',
		);
	});

	it.each([
		['groß@example.de', 'GROẞ@example.de'],
		['ΐ@example.gr', 'ΐ@example.gr'.toUpperCase()],
		['ana＠example.com', 'ana@example.com'],
	])('the entry %s protects %s', (entry, email) => {
		expect(protectionOf({ id: ID, email }, protectionRules([entry]))).toBeDefined();
	});

	it('an entry that folds to an email protects a user without one', () => {
		expect(protectionOf({ id: ID }, protectionRules(['ana＠example.com']))).toBeDefined();
	});
});

describe('a cancelled execution', () => {
	it('ends a pause also when it was cancelled before the pause began', async () => {
		const pause = new SharedPause();
		pause.extend(30_000);
		await expect(pause.over(AbortSignal.abort())).rejects.toThrow('The execution was cancelled');
	});

	it('is recognised by the name of its error, too', () => {
		const aborted = Object.assign(new Error('This operation was aborted'), { name: 'AbortError' });
		expect(noAnswer(aborted, 'https://api.example.com', AbortSignal.abort()).kind).toBe('cancelled');
	});
});
