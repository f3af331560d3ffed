import { UserError } from 'n8n-workflow';
import { ApiError, type FailureKind } from '../api/errors/ApiError';

/**
 * Why an item failed, for workflows to branch on; they stay what they are once published. README lists them, and so does
 * each output schema.
 */
export const REASONS = [
	'ambiguous',
	'automated_provisioning',
	'bad_answer',
	'bad_credentials',
	'cancelled',
	'credential_changed',
	'invalid_input',
	'last_owner',
	'managed_administrator',
	'max_changes',
	'max_suspended',
	'missing_permission',
	'not_attempted',
	'not_found',
	'not_sent',
	'protected',
	'rate_limited',
	'read_only',
	'refused',
	'unavailable',
	'unreachable',
] as const;

export type Reason = (typeof REASONS)[number];

/** What the node itself says about an item, whether or not 1Password was asked. */
export class ItemError extends UserError {
	readonly reason: Reason;

	/**
	 * @param message what happened, to whom
	 * @param description what to do
	 */
	constructor(reason: Reason, message: string, description?: string) {
		super(message, { description });
		this.name = 'ItemError';
		this.reason = reason;
	}
}

const REASON_OF: Record<FailureKind, Reason> = {
	automatedProvisioning: 'automated_provisioning',
	badAnswer: 'bad_answer',
	badCredentials: 'bad_credentials',
	cancelled: 'cancelled',
	credentialChanged: 'credential_changed',
	domainNotAllowed: 'not_sent',
	invalidRequest: 'refused',
	lastOwner: 'last_owner',
	managedAdministrator: 'managed_administrator',
	missingPermission: 'missing_permission',
	notSent: 'not_sent',
	rateLimited: 'rate_limited',
	refused: 'refused',
	unavailable: 'unavailable',
	unknownAccount: 'bad_credentials',
	unknownUser: 'not_found',
	unreachable: 'unreachable',
	versionGone: 'bad_credentials',
};

/** The reason of any failure; what is neither ours nor 1Password's comes from a field, such as an expression that fails. */
export function reasonOf(failure: Error): Reason {
	if (failure instanceof ItemError) return failure.reason;
	return failure instanceof ApiError ? REASON_OF[failure.kind] : 'invalid_input';
}
