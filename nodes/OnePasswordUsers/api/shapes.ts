import { isRecord } from '../utils/isRecord';
import { badAnswer, type Subject } from './errors/answerErrors';
import type { ApiError } from './errors/ApiError';
import type { IdentifiedUser, User, UserPage } from './types';

/** What users-api documents of a user. Every field may be missing; what is there must be text. */
const USER_FIELDS = ['id', 'email', 'display_name', 'state', 'create_time', 'path'];

/** What only a user has; an error or an echo of the request may have a `path` as well. */
const TELLING_FIELDS = ['id', 'email', 'display_name', 'state'];

/** Loosely what IDs look like: 26 capitals and digits in all of 1Password's examples, other lengths elsewhere. */
const USER_ID = /^[A-Za-z0-9_-]{1,128}$/;

/** Whether a text can be a user's ID: only such texts get into a path. */
export const isUserId = (text: string) => USER_ID.test(text);

/** Whether one can act on a user: without an ID, nobody can be told from anybody else. */
export const isIdentified = (user: User): user is IdentifiedUser => user.id !== undefined;

/**
 * An answer to get, suspend or reactivate, checked to be the user that was asked for.
 * @throws ApiError when it is anything else; a wrong user's data is worse than none
 */
export function expectUser(body: unknown, id: string, subject: Subject): IdentifiedUser {
	const user = readUser(body, subject);
	if (!TELLING_FIELDS.some((field) => user[field] !== undefined)) throw notAUser(subject);
	if (user.id !== undefined && user.id.toUpperCase() !== id.toUpperCase()) {
		// Without what stands there, which might be what was sent.
		throw badAnswer('it describes another user', subject);
	}
	return { ...user, id: user.id ?? id };
}

/**
 * An answer to list, checked. `results` may be missing where the list is empty (protobuf leaves out empty lists), but
 * then nothing else may stand in its place.
 * @throws ApiError when it is no list of users
 */
export function expectUserList(body: unknown, subject: Subject): UserPage {
	if (!isRecord(body)) throw badAnswer('it is not a list of users', subject);
	const { results, next_page_token, ...others } = body;
	if ('nextPageToken' in others) throw badAnswer('its page token has another name than documented', subject);
	if (next_page_token !== undefined && next_page_token !== null && typeof next_page_token !== 'string') {
		throw badAnswer('its page token is not text', subject);
	}
	if (results === undefined && Object.keys(others).length > 0)
		throw badAnswer('it is not a list of users', subject);
	if (results !== undefined && !Array.isArray(results)) throw badAnswer('it is not a list of users', subject);
	return {
		users: (results ?? []).map((user) => readUser(user, subject)),
		nextPageToken: next_page_token || undefined,
	};
}

/**
 * A documented field that is null counts as missing; fields that are not documented pass through as they came.
 * @returns the very object, unless there is a null to leave out: accounts have hundreds of thousands of users
 */
function readUser(value: unknown, subject: Subject): User {
	if (!isRecord(value)) throw notAUser(subject);
	let hasNull = false;
	for (const field of USER_FIELDS) {
		const content = value[field];
		if (content === null) hasNull = true;
		else if (content !== undefined && typeof content !== 'string') throw notAUser(subject);
	}
	if (typeof value.id === 'string' && !isUserId(value.id))
		throw badAnswer('a user in it has an ID that cannot be one', subject);
	return (hasNull ? withoutNulls(value) : value) as User;
}

function withoutNulls(value: Record<string, unknown>): Record<string, unknown> {
	const entries = Object.entries(value);
	return Object.fromEntries(entries.filter(([field, content]) => content !== null || !isDocumented(field)));
}

const isDocumented = (field: string) => USER_FIELDS.includes(field);

const notAUser = (subject: Subject): ApiError => badAnswer('it is not a user', subject);
