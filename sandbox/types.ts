import type { IncomingHttpHeaders } from 'node:http';

/** The two generations of the API: `v1beta1` as documented, `v1` as announced for general availability. */
export type ApiVersion = 'v1' | 'v1beta1';

/** What an OAuth application may be allowed to do; chosen in 1Password when it is created. */
export type Scope = 'users.get' | 'users.list' | 'users.suspend' | 'users.reactivate';

export type UserState = 'STATE_UNSPECIFIED' | 'ACTIVE' | 'SUSPENDED';

/** What 1Password knows about a person but its Users API never sends; it decides who can't be suspended. */
export type UserKind = 'member' | 'owner' | 'managedAdministrator';

/** One person of the account: the API's own fields, and `kind`, which is never sent. Change it with `changeUser`. */
export interface SandboxUser {
	readonly id: string;
	readonly email?: string;
	readonly display_name?: string;
	readonly state?: UserState;
	readonly create_time?: string;
	readonly path?: string;
	readonly kind: UserKind;
}

/** The calls the API knows. */
export type Operation = 'list' | 'get' | 'suspend' | 'reactivate' | 'token' | 'revoke';

/** One request that reached the API (never the sandbox's own controls), and what became of it. */
export interface LoggedRequest {
	readonly method: string;
	/** As sent: percent-encoding is kept, the query is not part of it. */
	readonly path: string;
	readonly query: Record<string, string>;
	readonly version?: ApiVersion;
	/** Only if path and method belong to a call of the API. */
	readonly operation?: Operation;
	readonly userId?: string;
	readonly headers: IncomingHttpHeaders;
	/** As sent, the empty string if there was none. */
	body: string;
	/** Undefined while it is in flight, and for good if nothing was answered. */
	status?: number;
	/** Milliseconds since 1970. */
	readonly startedAt: number;
	finishedAt?: number;
	/** How many requests were in flight when it arrived, itself included. */
	readonly concurrent: number;
	/** A fault was applied to it. */
	faulty: boolean;
}

/**
 * Something that goes wrong once, several times or always.
 *
 * With `status` or `body` the answer is replaced and the call has no effect (unless `actFirst`); without them the
 * real answer is delayed, gets `headers`, or goes through `transform`.
 */
export interface Fault {
	/** Words that must all fit: a method, an operation (`list`), else a part of the path. Everything, if left out. */
	match?: string;
	/** How many requests it hits; 1 unless told, Infinity allowed. */
	times?: number;
	/** So many matching requests go through before it begins. */
	skip?: number;
	status?: number;
	headers?: Record<string, string>;
	/** Text as it is, or anything that becomes JSON. Only a status: an error body that fits it. */
	body?: unknown;
	contentType?: string;
	delayMs?: number;
	/**
	 * - `reset-before`: the connection breaks, nothing was done
	 * - `reset-after`: the call took effect, then the connection breaks
	 * - `hang`: no answer, ever
	 * - `truncate`: less than Content-Length promises, then the connection breaks
	 * - `invalid-json`: half a JSON document, of the announced length
	 */
	kind?: 'reset-before' | 'reset-after' | 'hang' | 'truncate' | 'invalid-json';
	/** Changes the body of the real answer. In-process only. */
	transform?: (body: unknown) => unknown;
	/** The call takes effect although its answer is replaced. */
	actFirst?: boolean;
}

export interface SandboxOptions {
	/** Size of the seeded directory, 25 unless told. */
	users?: number;
	/** The same seed and size give the same users; 1 unless told. */
	seed?: number;
	/** Which part of them is SUSPENDED, 0.08 unless told. The first user, the owner, never is. */
	suspendedShare?: number;
	/** 0, the default, takes a free port. The sandbox listens on 127.0.0.1 only. */
	port?: number;
	/** Which versions exist; both unless told. */
	versions?: ApiVersion[];
	/** How the gateway in front of the API answers paths it does not know, 404 unless told. */
	gatewayStatus?: 401 | 403 | 404 | 410;
	/** 900 unless told, as 1Password documents. */
	tokenLifetimeSeconds?: number;
	/** What the OAuth application may do; everything unless told. */
	scopes?: Scope[];
	accountId?: string;
	clientId?: string;
	clientSecret?: string;
}

/** Pages that are shorter than asked, even empty, though more follow: a client has to cope with both. */
export interface Paging {
	/** No page holds more users than this, however many are asked for. */
	longest?: number;
	/** So many empty pages come before each page with users. */
	emptyPages?: number;
}

/** What can be switched while the sandbox runs. */
export interface Settings {
	versions: readonly ApiVersion[];
	scopes: readonly Scope[];
	tokenLifetimeSeconds: number;
	latencyMs: number;
	paging: Paging;
}

/** A running stand-in for 1Password's Users API, and the strings to pull. */
export interface Sandbox {
	readonly url: string;
	readonly accountId: string;
	readonly clientId: string;
	readonly clientSecret: string;
	/** The live directory in the order of the list call. */
	readonly users: readonly SandboxUser[];
	/** @throws if nobody, or more than one user, goes by it */
	user(idOrEmail: string): SandboxUser;
	/** What is left out is made up; an email that exists already is allowed if it is given. */
	addUser(partial?: Partial<SandboxUser>): SandboxUser;
	removeUser(idOrEmail: string): void;
	/** A field set to undefined is removed: 1Password guarantees none of them. */
	changeUser(idOrEmail: string, partial: Partial<Omit<SandboxUser, 'id'>>): SandboxUser;
	/** Makes this user the only owner, and ACTIVE. */
	setLastOwner(idOrEmail: string): void;
	/** Makes this user an administrator from a managed service provider, whom nobody can suspend here. */
	setManagedAdministrator(idOrEmail: string): void;
	/** @param pattern as in `Fault.match` */
	requests(pattern?: string): LoggedRequest[];
	clearRequests(): void;
	/** The most API requests in flight at once since `clearRequests`. */
	maxConcurrent(): number;
	/** New TCP connections that carried an API request since `clearRequests`. */
	connections(): number;
	/** What these connections carried since `clearRequests`, in both directions, heads included. */
	bytes(): number;
	fault(fault: Fault): void;
	faults(): readonly Fault[];
	clearFaults(): void;
	/** Every answer takes this many milliseconds; calls take effect when they arrive. */
	latency(ms: number): void;
	setVersions(versions: ApiVersion[]): void;
	/** Pages as the API may send them although nobody asked; without arguments, as asked. */
	paging(paging?: Paging): void;
	/** What the switches below stand at. */
	settings(): Settings;
	/** For tokens issued from now on. */
	setTokenLifetime(seconds: number): void;
	setScopes(scopes: Scope[]): void;
	revokeAllTokens(): void;
	tokens(): { issued: number; live: number };
	/** Accounts with automated provisioning refuse all calls of the Users API. */
	provisioned: boolean;
	/** Ends at once, breaking connections that are still open. */
	close(): Promise<void>;
}
