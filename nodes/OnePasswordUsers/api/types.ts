import type { IDataObject } from 'n8n-workflow';

/** The two published versions of the Users API; they differ in their paths only. */
export type ApiVersion = 'v1' | 'v1beta1';

/** The states a caller can ask for. The API may report others; they pass through. */
export type UserState = 'ACTIVE' | 'SUSPENDED';

/**
 * A user as 1Password describes one. No field is guaranteed, and fields that are not listed here pass through.
 * @see https://developer.1password.com/docs/users-api/
 */
export interface User extends IDataObject {
	id?: string;
	email?: string;
	display_name?: string;
	state?: string;
	create_time?: string;
	path?: string;
}

/** A user whose ID is known, so that one can act on it. */
export type IdentifiedUser = User & { id: string };

/** What is attempted; the OAuth application has a permission for each. */
export type Attempt = 'list' | 'get' | 'suspend' | 'reactivate';

/** A request of the Users API, and for whom, so that its failure can say so. */
export interface ApiRequest {
	attempt: Attempt;
	/** below the account, e.g. `/users/ABC:suspend` */
	path: string;
	query?: Record<string, string | number>;
	/** how the person named the user: an email or an ID; empty for a listing */
	user: string;
	/** whether a listing follows where it fails: a third token is left for that */
	isHint?: boolean;
}

/** What 1Password, or something on the way to it, answered. */
export interface ApiAnswer {
	statusCode: number;
	headers: Record<string, unknown>;
	body: unknown;
	/** whether an earlier try may have done what was asked for: its answer was lost */
	mayBeDone?: boolean;
}

/** One page of a listing, and where the next one starts. */
export interface UserPage {
	users: User[];
	nextPageToken: string | undefined;
}
