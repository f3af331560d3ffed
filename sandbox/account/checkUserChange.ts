import { isDateTime } from '../contract/isDateTime.ts';
import type { SandboxUser } from '../types.ts';

/** New values for some of a user's fields; undefined removes the field. */
export type UserChange = Partial<Omit<SandboxUser, 'id'>>;

const STATES = ['STATE_UNSPECIFIED', 'ACTIVE', 'SUSPENDED'];
const KINDS = ['member', 'owner', 'managedAdministrator'];
const TEXTS = ['email', 'display_name', 'create_time', 'path'];

/**
 * Refuses what no user of the documented API can have, so that a typo in a test or a control request is no silent
 * success. For answers outside the documents there are faults with `transform` or `body`.
 */
export function checkUserChange(change: object): void {
	for (const [field, value] of Object.entries(change)) {
		if (field === 'kind') expectOneOf(KINDS, field, value);
		else if (value === undefined) continue;
		else if (field === 'state') expectOneOf(STATES, field, value);
		else if (!TEXTS.includes(field)) throw new Error(`Users have no field "${field}" that can be changed`);
		else if (typeof value !== 'string') throw new Error(`"${field}" must be text`);
		else if (field === 'create_time' && !isDateTime(value))
			throw new Error(`"${field}" must be a date as in RFC 3339`);
	}
}

function expectOneOf(allowed: string[], field: string, value: unknown): void {
	if (typeof value !== 'string' || !allowed.includes(value)) {
		throw new Error(`"${field}" must be one of ${allowed.join(', ')}; make up other values with a fault`);
	}
}
