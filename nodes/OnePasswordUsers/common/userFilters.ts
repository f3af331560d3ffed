import { tryToParseDateTime } from 'n8n-workflow';
import type { User } from '../api/types';
import { asciiDomain } from '../utils/asciiDomain';
import { fold } from '../utils/fold';
import { isRecord } from '../utils/isRecord';
import { trim } from '../utils/trim';
import { withoutInvisible } from '../utils/withoutInvisible';
import { wrongValue } from './parameters';

/** Filters that 1Password does not have; they are applied to every page as it arrives. */
export interface UserFilters {
	/** lower case, without @ */
	emailDomain?: string;
	/** lower case; part of the name or email */
	search?: string;
	/** milliseconds since 1970; this moment included */
	createdAfter?: number;
	/** milliseconds since 1970; this moment excluded, so that two ranges can meet without an overlap */
	createdBefore?: number;
}

/** Whether there is anything to filter by on this side. */
export const filtersAnything = (filters: UserFilters) =>
	Object.values(filters).some((value) => value !== undefined);

/** Whether a user passes all filters; one without the field that a filter looks at does not. */
export function passes({ email, display_name, create_time }: User, filters: UserFilters): boolean {
	const { emailDomain, search, createdAfter, createdBefore } = filters;
	if (emailDomain !== undefined && domainOf(email) !== asciiDomain(emailDomain)) return false;
	if (search !== undefined && ![email, display_name].some((text) => fold(text ?? '').includes(search)))
		return false;
	if (createdAfter === undefined && createdBefore === undefined) return true;
	const created = Date.parse(create_time ?? '');
	return created >= (createdAfter ?? -Infinity) && created < (createdBefore ?? Infinity);
}

/** The part after the last @, in lower case, as name servers know it. */
const domainOf = (email = '') => asciiDomain(fold(email.slice(email.lastIndexOf('@') + 1)));

/** What emails end in: no address, no link, no list, no wildcard. */
const DOMAIN = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}.-]*[\p{L}\p{M}\p{N}])?$/u;

/**
 * The domain to filter by, as a person writes it, with or without the @ before it.
 * @throws UserError when it is anything else, such as an email or an expression that gives nothing: a filter that finds
 * nobody, or everybody, without a word is dangerous before Suspend
 */
export function readEmailDomain(label: string, value: unknown): string {
	const domain = typeof value === 'string' ? fold(withoutInvisible(value).trim().replace(/^@/, '')) : '';
	if (DOMAIN.test(domain)) return domain;
	throw wrongValue(label, value, 'a domain such as example.com; remove the filter if it is not needed');
}

/** As headers of emails and HTTP write it, and JavaScript: no day is meant by a number alone. */
const WITH_WEEKDAY = /^(?:mon|tue|wed|thu|fri|sat|sun),? .{6,12} \d\d:\d\d:\d\d /i;
/** A day, alone or with a time, as ISO 8601 or SQL writes them. */
const DAY_OR_TIME =
	/^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?: ?(?:Z|[+-]\d{2}(?::?\d{2})?))?)?$/i;

/**
 * A point in time as n8n's date fields and expressions give it: a date object, or text. n8n makes a date of almost
 * anything: of the number by which a spreadsheet means a day, the year 46023, before which everybody was created.
 * @param timezone of the workflow; a date without one of its own is meant there
 * @throws UserError that names the field
 */
export function readTime(label: string, value: unknown, timezone: string): number {
	const text = typeof value === 'string' ? trim(value) : undefined;
	const isDay = text !== undefined && DAY_OR_TIME.test(text);
	if (!isDay && !isRecord(value) && !WITH_WEEKDAY.test(text ?? '')) throw noDate(label, value);
	const time = parsed(text ?? value, timezone);
	// The 30th of February would be a day in March.
	if (!time || (isDay && time.toISODate() !== text.slice(0, 10))) throw noDate(label, value);
	return time.toMillis();
}

function parsed(value: unknown, timezone: string): ReturnType<typeof tryToParseDateTime> | undefined {
	try {
		return tryToParseDateTime(value, timezone);
	} catch {
		return undefined;
	}
}

const noDate = (label: string, value: unknown) =>
	wrongValue(label, value, 'a date such as 2026-01-31T12:00:00Z; remove the filter if it is not needed');
