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

/** One request that reached the API (never the sandbox's own controls), and its outcome. */
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
	/** How many requests it hits; 1 by default, Infinity allowed. */
	times?: number;
	/** How many matching requests go through before it begins. */
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

/** An OAuth application of the account, and what it may do. */
export interface Application {
	readonly clientId: string;
	readonly clientSecret: string;
	readonly scopes: readonly Scope[];
}

/** A rule for clients that a client broke. */
export interface Deviation {
	/** Its short name. */
	readonly rule: string;
	/** What a client should do. */
	readonly says: string;
	/** Who says so. */
	readonly basis: string;
	/** False for those that were refused: they are an entry of their own. */
	readonly tolerated: boolean;
	readonly times: number;
	/** Method and target of the last such request. */
	readonly example: string;
}

/** What one client, by its User-Agent, did that the documents don't allow. */
export interface ClientDeviations {
	readonly userAgent: string;
	readonly deviations: readonly Deviation[];
}

/** Shapes that answers may have although no document shows them; a client has to cope with each. */
export interface Shapes {
	/** How an unset `email`, `display_name` or `next_page_token` is sent. */
	unsetFields: 'absent' | 'empty' | 'null';
	/** How the gateway in front of the API answers a path that it does not know. */
	unknownPaths: 'html' | 'json' | 'text';
	/** The answer to a wrong method on a known path. */
	wrongMethods: '405-json' | '405-text' | '405-empty' | '501-text';
	/** What the `details` of an error hold. */
	errorDetails: 'none' | 'objects';
	/** How an error's `code` is written: 7, PERMISSION_DENIED or permission_denied. */
	errorCodes: 'numbers' | 'upper-case' | 'lower-case';
	/** `after-paging` cuts a page first and filters it then, so that many pages are short or empty. */
	filtering: 'before-paging' | 'after-paging';
	/** How a token's lifetime is written. */
	expiresIn: 'number' | 'whole-number' | 'text' | 'absent';
	/** `latest-only`: a new token ends the older ones of its application. */
	tokens: 'many' | 'latest-only';
	/** More requests than this within a second get 429 with Retry-After; 0 is no limit. */
	requestsPerSecond: number;
}

/** A certificate and its private key, as PEM. */
export interface Certificate {
	cert: string;
	key: string;
}

export interface SandboxOptions {
	/** Size of the seeded directory, 25 by default. */
	users?: number;
	/** The same seed and size give the same users; 1 by default. */
	seed?: number;
	/** Which part of them is SUSPENDED, 0.08 by default. The first user, the owner, never is. */
	suspendedShare?: number;
	/** Which part of the others is in neither state (STATE_UNSPECIFIED), 0 by default. */
	unspecifiedShare?: number;
	/** These people instead of a seeded directory; fields that are left out are made up. */
	directory?: readonly Partial<SandboxUser>[];
	/** 0, the default, takes a free port. */
	port?: number;
	/** The address to listen on, 127.0.0.1 by default: nobody else on the network reaches it. */
	host?: string;
	/** Serves HTTPS, with a certificate made on the spot or this one. */
	https?: boolean | Certificate;
	/** Refuses whatever the documents don't allow, instead of what the service most likely refuses; false by default. */
	strict?: boolean;
	shapes?: Partial<Shapes>;
	/** Which versions exist; both by default. */
	versions?: ApiVersion[];
	/** The status with which the gateway in front of the API answers paths it does not know, 404 by default. */
	gatewayStatus?: GatewayStatus;
	/** 900 by default, as 1Password documents. */
	tokenLifetimeSeconds?: number;
	/** Milliseconds that every answer takes, 0 by default. */
	latencyMs?: number;
	/** What the OAuth application may do; everything by default. */
	scopes?: Scope[];
	accountId?: string;
	clientId?: string;
	clientSecret?: string;
	/** Further OAuth applications; what is left out is made up, and they may do everything by default. */
	applications?: Partial<Application>[];
}

export type GatewayStatus = 401 | 403 | 404 | 405 | 410 | 501;

/** Pages that are shorter than asked, even empty, though more follow: a client has to cope with both. */
export interface Paging {
	/** No page holds more users than this, however many are asked for. */
	longest?: number;
	/** How many empty pages come before each page with users. */
	emptyPages?: number;
}

/** What can be switched while the sandbox runs. */
export interface Settings {
	strict: boolean;
	shapes: Shapes;
	versions: readonly ApiVersion[];
	scopes: readonly Scope[];
	tokenLifetimeSeconds: number;
	latencyMs: number;
	paging: Paging;
}

/** A running stand-in for 1Password's Users API, and how to steer it. */
export interface Sandbox {
	readonly url: string;
	readonly accountId: string;
	readonly clientId: string;
	readonly clientSecret: string;
	/** PEM; only with `https`. A client has to trust it, for example by NODE_EXTRA_CA_CERTS. */
	readonly certificate?: string;
	/** The live directory in the order of the list call. */
	readonly users: readonly SandboxUser[];
	/** @throws if no user, or more than one, has it */
	user(idOrEmail: string): SandboxUser;
	/** What is left out is made up; an email that exists already is allowed if it is given. */
	addUser(partial?: Partial<SandboxUser>): SandboxUser;
	removeUser(idOrEmail: string): void;
	/** A field set to undefined is removed: 1Password guarantees none of them. */
	changeUser(idOrEmail: string, partial: Partial<Omit<SandboxUser, 'id'>>): SandboxUser;
	/** Makes this user the only owner, and ACTIVE. */
	setLastOwner(idOrEmail: string): void;
	/** Makes this user an administrator from a managed service provider, who can't be suspended here. */
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
	/** Shorter pages than asked for, as the API may send them; without arguments, as asked for. */
	paging(paging?: Paging): void;
	/** What can be switched, as it is now. */
	settings(): Settings;
	/** For tokens issued from now on. */
	setTokenLifetime(seconds: number): void;
	/** Refuse whatever the documents don't allow, or only what the service most likely refuses? */
	setStrict(strict: boolean): void;
	/** Changes some shapes of the answers; without arguments, all as documented or most likely. */
	setShapes(shapes?: Partial<Shapes>): void;
	/** What each client did that the documents don't allow, by User-Agent. */
	deviations(): ClientDeviations[];
	clearDeviations(): void;
	/** All OAuth applications; the first one is the sandbox's own `clientId`. */
	applications(): readonly Application[];
	/** What is left out is made up. @throws if the client ID is taken */
	addApplication(application?: Partial<Application>): Application;
	/** Its tokens stop working. @throws if it is unknown or the first one */
	removeApplication(clientId: string): void;
	/** For the first application, or the one with this client ID. */
	setScopes(scopes: Scope[], clientId?: string): void;
	revokeAllTokens(): void;
	tokens(): { issued: number; live: number };
	/** Accounts with automated provisioning refuse all calls of the Users API. */
	provisioned: boolean;
	/** Back to how it started: the same people, applications and settings, no tokens, no faults, empty logs. */
	reset(): void;
	/** Ends at once, breaking connections that are still open. */
	close(): Promise<void>;
}
