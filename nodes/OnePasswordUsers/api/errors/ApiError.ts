import { UserError } from 'n8n-workflow';

/** What went wrong, for code that decides by it. The words for people are in message and description. */
export type FailureKind =
	| 'badCredentials'
	| 'missingPermission'
	| 'lastOwner'
	| 'managedAdministrator'
	| 'automatedProvisioning'
	| 'refused'
	| 'unknownUser'
	| 'unknownAccount'
	| 'versionGone'
	| 'rateLimited'
	| 'unavailable'
	| 'unreachable'
	| 'domainNotAllowed'
	| 'notSent'
	| 'badAnswer'
	| 'invalidRequest'
	| 'cancelled'
	| 'credentialChanged';

export interface Failure {
	kind: FailureKind;
	/** what happened, to whom: one sentence or two */
	message: string;
	/** what to do, and what 1Password said, for support */
	description: string;
	/** whether the same request may work a moment later */
	transient?: boolean;
	/** not `statusCode`: n8n takes that of a hook's error for the status of the request itself */
	httpStatus?: number;
	/** how long the server asked to wait, in milliseconds */
	retryAfterMs?: number;
	/** whether what was asked for may have been done all the same: an earlier answer was lost, or said too little */
	mayBeDone?: boolean;
}

/**
 * Every failure of 1Password or of the way to it.
 * A UserError, so that n8n shows its text as written and does not report it as a defect of n8n; it never has a
 * `.response` (n8n would take a 401 in there for an expired token) and never a cause (which could hold headers).
 */
export class ApiError extends UserError {
	readonly kind: FailureKind;
	readonly transient: boolean;
	readonly httpStatus: number | undefined;
	readonly retryAfterMs: number | undefined;
	readonly mayBeDone: boolean;

	constructor(failure: Failure) {
		const { kind, message, description, transient = false, httpStatus, retryAfterMs } = failure;
		super(message, { description });
		this.name = 'ApiError';
		this.kind = kind;
		this.transient = transient;
		this.httpStatus = httpStatus;
		this.retryAfterMs = retryAfterMs;
		this.mayBeDone = failure.mayBeDone ?? false;
	}

	/** The same failure, of something that may have been done all the same. */
	asMaybeDone(): ApiError {
		const { message, description } = this;
		return new ApiError({ ...this, message, description: description ?? '', mayBeDone: true });
	}

	/** Whether the application may not do this; it may still be allowed to do something else. */
	get isForbidden(): boolean {
		return this.httpStatus === 403;
	}

	/** Whether this is 1Password's word that nothing was changed (a 4xx that lasts). After anything else that is open. */
	get isRefusal(): boolean {
		const { transient, mayBeDone, httpStatus = 0 } = this;
		return !transient && !mayBeDone && httpStatus >= 400 && httpStatus < 500;
	}
}

/** Whether this is 1Password's word that there is no such user; it is given only where the account is known. */
export const isUnknownUser = (failure: unknown): boolean =>
	failure instanceof ApiError && failure.kind === 'unknownUser';
