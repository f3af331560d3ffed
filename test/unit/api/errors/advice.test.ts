import { badAnswer, explain } from '../../../../nodes/OnePasswordUsers/api/errors/answerErrors';
import type { Attempt } from '../../../../nodes/OnePasswordUsers/api/types';
import { answer, subject } from '../fixtures';

const ANA = 'ana@example.com';
const REQUEST = 'POST /v1/accounts/ABC/users/DEF:suspend';
const HOST = 'https://api.1password.com';

const SCIM_ADVICE =
	'The Users API does not support such accounts. Suspend or reactivate the person in the identity provider instead.';
const MANAGED_ADVICE =
	'Ask the managed service provider, or an administrator of the account, to do it in 1Password.';
const PERMISSION_ADVICE =
	'Check the permissions of the application in 1Password. If it lacks this one, create an application that has it, and enter its client ID and secret.';
const WAIT_ADVICE = 'Wait a few minutes and run the workflow again: what is already done is not done twice.';
const REDIRECT_ADVICE =
	'Check the region or base URL in the credential, and any proxy between n8n and 1Password.';
const REQUEST_ADVICE =
	'Check the ID and the account ID. If both are right, this package may be too old for the API: update it.';

/** Answer, attempt, and what a person reads: what happened, and what to do. */
type Row = [status: number, said: string, attempt: Attempt, title: string, advice: string];

const REDIRECTED = `${HOST} redirected the request elsewhere, and the redirect was not followed`;
const NOT_UNDERSTOOD = `1Password did not understand the request to suspend ${ANA}`;
const UNAVAILABLE = `1Password is unavailable: no answer to the request to suspend ${ANA}`;

const ROWS: Row[] = [
	[
		401,
		'',
		'suspend',
		'1Password refused a token that it had just issued',
		'Check that the account ID belongs to the account in which the OAuth application was created, and that the application still exists.',
	],
	[
		403,
		'no_owner_remain',
		'suspend',
		`1Password won't suspend ${ANA}: this is the last owner of the account`,
		'Make someone else an owner first.',
	],
	[
		403,
		'provisioning is on',
		'suspend',
		`1Password won't suspend ${ANA}: the account uses automated provisioning`,
		SCIM_ADVICE,
	],
	...['managed elsewhere', 'owned by a service provider', 'SERVICE_PROVIDER', 'the MSP rules'].map(
		(said): Row => [
			403,
			said,
			'reactivate',
			`1Password won't reactivate ${ANA}: this administrator is managed from outside the account`,
			MANAGED_ADVICE,
		],
	),
	...['insufficient scope', 'permission missing', 'permission is missing', 'permission_required'].map(
		(said): Row => [
			403,
			said,
			'get',
			`The OAuth application may not show ${ANA}: it lacks the permission "Get user"`,
			PERMISSION_ADVICE,
		],
	),
	[
		403,
		'no',
		'suspend',
		`1Password won't suspend ${ANA} and does not say why`,
		'It can be that the OAuth application lacks the permission "Suspend user", that this is the last owner, that this is an externally managed administrator, or that the account uses automated provisioning, which the Users API does not support.',
	],
	[
		403,
		'no',
		'reactivate',
		`1Password won't reactivate ${ANA} and does not say why`,
		'Either the OAuth application lacks the permission "Reactivate user", or the account uses automated provisioning, which the Users API does not support.',
	],
	[
		403,
		'the list is managed',
		'list',
		"1Password won't list users and does not say why",
		'Either the OAuth application lacks the permission "List users", or the account uses automated provisioning, which the Users API does not support.',
	],
	[
		404,
		'',
		'get',
		`No user ${ANA} in this account`,
		"Check the ID, and that the credential's account ID and region belong to the same account.",
	],
	[
		404,
		'',
		'list',
		`1Password does not know this account at ${HOST} (v1)`,
		"Check the credential's account ID, its region (every account lives in one region only) and its API version.",
	],
	[
		410,
		'',
		'list',
		`Version v1 of the Users API is gone at ${HOST}`,
		'Set API Version to Automatic in the credential, and check the region.',
	],
	[429, '', 'list', '1Password is receiving too many requests', WAIT_ADVICE],
	[300, '', 'suspend', REDIRECTED, REDIRECT_ADVICE],
	[399, '', 'suspend', REDIRECTED, REDIRECT_ADVICE],
	[400, '', 'suspend', NOT_UNDERSTOOD, REQUEST_ADVICE],
	[402, '', 'suspend', NOT_UNDERSTOOD, REQUEST_ADVICE],
	[499, '', 'suspend', NOT_UNDERSTOOD, REQUEST_ADVICE],
	[500, '', 'suspend', UNAVAILABLE, WAIT_ADVICE],
	[599, '', 'suspend', UNAVAILABLE, WAIT_ADVICE],
];

const explained = (status: number, said: string, attempt: Attempt) =>
	explain(
		answer(status, said && { code: 7, message: said }),
		subject({ attempt, user: ANA, request: REQUEST }),
	);

describe('the whole text that a person reads', () => {
	it.each(ROWS)('after a %d "%s" to %s', (status, said, attempt, title, advice) => {
		const words = said
			? `1Password said: ${said} (code 7, HTTP ${status}).`
			: `1Password gave no reason (HTTP ${status}).`;

		expect(explained(status, said, attempt)).toMatchObject({
			message: title,
			description: `${advice} ${words} Request: ${REQUEST}.`,
		});
	});

	it('after an answer that cannot be trusted', () => {
		expect(badAnswer('it is not a user', subject({ request: REQUEST }))).toMatchObject({
			message: `${HOST} gave an answer that cannot be trusted: it is not a user`,
			description: `Check the region or base URL in the credential, and any proxy or sign-in page between n8n and 1Password. Request: ${REQUEST}.`,
		});
	});
});

describe('a reason', () => {
	it.each(['no_owner_remain', 'provisioning is on', 'managed elsewhere', 'permission missing'])(
		'is believed only where 1Password forbids the request: "%s"',
		(said) => {
			expect(explained(400, said, 'suspend').message).toBe(NOT_UNDERSTOOD);
			expect(explained(500, said, 'suspend').message).toBe(UNAVAILABLE);
		},
	);
});
