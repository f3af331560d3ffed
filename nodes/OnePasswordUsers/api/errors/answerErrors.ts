import { isRecord } from '../../utils/isRecord';
import { oneLine } from '../../utils/oneLine';
import type { ApiAnswer, ApiVersion, Attempt } from '../types';
import { ApiError, type Failure } from './ApiError';
import { retryAfterMs } from './retryAfter';
import { RUN_AGAIN } from './runAgain';
import { isTransientStatus } from './transient';

/** What a failed request was about: who, where, and how it was asked. */
export interface Subject {
	attempt: Attempt;
	/** how the person named the user: an email or an ID */
	user: string;
	/** method and path, for support, e.g. `POST /v1/accounts/ABC/users/DEF:suspend` */
	request: string;
	origin: string;
	version: ApiVersion;
}

/** Names of the permissions, as the form for an OAuth application shows them. */
const PERMISSIONS: Record<Attempt, string> = {
	list: 'List users',
	get: 'Get user',
	suspend: 'Suspend user',
	reactivate: 'Reactivate user',
};

const ATTEMPTS: Record<Attempt, (user: string) => string> = {
	list: () => 'list users',
	get: (user) => `show ${user}`,
	suspend: (user) => `suspend ${user}`,
	reactivate: (user) => `reactivate ${user}`,
};

interface Row {
	kind: Failure['kind'];
	matches: (said: Said, subject: Subject) => boolean;
	message: (subject: Subject) => string;
	advice: (subject: Subject) => string;
}

/** What 1Password answered, as far as it can be read. */
interface Said {
	status: number;
	/** a gRPC code as number or name, where the body is a google.rpc.Status */
	code: string;
	message: string;
}

const changes = ({ attempt }: Subject) => attempt === 'suspend' || attempt === 'reactivate';
const wont = (subject: Subject) => `1Password won't ${ATTEMPTS[subject.attempt](subject.user)}`;

/**
 * From what 1Password answered to what the person should do. The first row that matches counts.
 * Only `no_owner_remain` is documented word for word; the other texts are recognised by what they must speak of.
 */
const ROWS: Row[] = [
	{
		kind: 'badCredentials',
		matches: ({ status }) => status === 401,
		message: () => '1Password refused a token that it had just issued',
		advice: () =>
			'Check that the account ID belongs to the account in which the OAuth application was created, and that the application still exists.',
	},
	{
		kind: 'lastOwner',
		matches: ({ status, message }, { attempt }) =>
			status === 403 && attempt === 'suspend' && /no_owner_remain|last\b.*\bowner/i.test(message),
		message: (subject) => `${wont(subject)}: this is the last owner of the account`,
		advice: () => 'Make someone else an owner first.',
	},
	{
		kind: 'automatedProvisioning',
		matches: ({ status, message }) =>
			status === 403 && /provision|(^|[^a-z])scim([^a-z]|$)|identity[ _]provider/i.test(message),
		message: (subject) => `${wont(subject)}: the account uses automated provisioning`,
		advice: () =>
			'The Users API does not support such accounts. Suspend or reactivate the person in the identity provider instead.',
	},
	{
		kind: 'managedAdministrator',
		matches: ({ status, message }, subject) =>
			status === 403 && changes(subject) && /managed|service[ _]provider|\bmsp\b/i.test(message),
		message: (subject) => `${wont(subject)}: this administrator is managed from outside the account`,
		advice: () =>
			'Ask the managed service provider, or an administrator of the account, to do it in 1Password.',
	},
	{
		kind: 'missingPermission',
		matches: ({ status, message }) =>
			status === 403 &&
			/scope|permission[ _](is )?(missing|required)|(missing|lacks|requires)\b.*permission|insufficient/i.test(
				message,
			),
		message: (subject) =>
			`The OAuth application may not ${ATTEMPTS[subject.attempt](subject.user)}: it lacks the permission "${PERMISSIONS[subject.attempt]}"`,
		advice: () =>
			'Check the permissions of the application in 1Password. If it lacks this one, create an application that has it, and enter its client ID and secret.',
	},
	{
		kind: 'refused',
		matches: ({ status }) => status === 403,
		message: (subject) => `${wont(subject)} and does not say why`,
		advice: (subject) => possibleReasons(subject),
	},
	{
		kind: 'versionGone',
		matches: ({ status }, { attempt }) => attempt === 'list' && (status === 405 || status === 410),
		message: ({ origin, version }) => `Version ${version} of the Users API is gone at ${origin}`,
		advice: () => 'Set API Version to Automatic in the credential, and check the region.',
	},
	{
		kind: 'unknownUser',
		matches: ({ status }, { attempt }) => status === 404 && attempt !== 'list',
		message: ({ user }) => `No user ${user} in this account`,
		advice: () => "Check the ID, and that the credential's account ID and region belong to the same account.",
	},
	{
		kind: 'unknownAccount',
		matches: ({ status }) => status === 404,
		message: ({ origin, version }) => `1Password does not know this account at ${origin} (${version})`,
		advice: () =>
			"Check the credential's account ID, its region (every account lives in one region only) and its API version.",
	},
	{
		kind: 'rateLimited',
		matches: ({ status }) => status === 429,
		message: () => '1Password is receiving too many requests',
		advice: () => `Wait a few minutes and ${RUN_AGAIN}.`,
	},
	{
		kind: 'unavailable',
		matches: ({ status }) => isTransientStatus(status),
		message: (subject) =>
			`1Password is unavailable: no answer to the request to ${ATTEMPTS[subject.attempt](subject.user)}`,
		advice: () => `Wait a few minutes and ${RUN_AGAIN}.`,
	},
	{
		kind: 'badAnswer',
		matches: ({ status }) => status < 400,
		message: ({ origin }) => `${origin} redirected the request elsewhere, and the redirect was not followed`,
		advice: () => 'Check the region or base URL in the credential, and any proxy between n8n and 1Password.',
	},
	{
		kind: 'invalidRequest',
		matches: () => true,
		message: (subject) =>
			`1Password did not understand the request to ${ATTEMPTS[subject.attempt](subject.user)}`,
		advice: () =>
			'Check the ID and the account ID. If both are right, this package may be too old for the API: update it.',
	},
];

function possibleReasons({ attempt }: Subject): string {
	const permission = `the OAuth application lacks the permission "${PERMISSIONS[attempt]}"`;
	const provisioning = 'the account uses automated provisioning, which the Users API does not support';
	if (attempt !== 'suspend') return `Either ${permission}, or ${provisioning}.`;
	return `It can be that ${permission}, that this is the last owner, that this is an externally managed administrator, or that ${provisioning}.`;
}

/**
 * Explains an answer that is not the one asked for.
 * @returns an error with 1Password's own `code` and `message`, and the request's method and path, kept in the description
 */
export function explain(answer: ApiAnswer, subject: Subject): ApiError {
	const said = readStatus(answer);
	const row = ROWS.find(({ matches }) => matches(said, subject))!;
	return new ApiError({
		kind: row.kind,
		transient: isTransientStatus(said.status),
		httpStatus: said.status,
		retryAfterMs: retryAfterMs(answer.headers['retry-after']),
		message: row.message(subject),
		description: `${row.advice(subject)} ${inItsOwnWords(said)} Request: ${subject.request}.`,
	});
}

/** An answer with a good status that is not what the API documents: never taken for a result. */
export function badAnswer(what: string, { origin, request }: Subject): ApiError {
	return new ApiError({
		kind: 'badAnswer',
		message: `${origin} gave an answer that cannot be trusted: ${what}`,
		description: `Check the region or base URL in the credential, and any proxy or sign-in page between n8n and 1Password. Request: ${request}.`,
	});
}

/** google.rpc.Status in JSON: `code` may be a number or a name. Anything else says nothing. */
function readStatus({ statusCode, body }: ApiAnswer): Said {
	const { code, message } = isRecord(body) ? body : {};
	return {
		status: statusCode,
		code: typeof code === 'number' || typeof code === 'string' ? oneLine(String(code), 40) : '',
		message: typeof message === 'string' ? oneLine(message, 300) : '',
	};
}

function inItsOwnWords({ status, code, message }: Said): string {
	const details = [code && `code ${code}`, `HTTP ${status}`].filter(Boolean).join(', ');
	return message ? `1Password said: ${message} (${details}).` : `1Password gave no reason (${details}).`;
}
