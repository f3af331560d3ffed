import type { Account } from './account/Account.ts';
import { pagingFrom, scopesFrom, shapesFrom, versionsFrom } from './checks/settingChecks.ts';
import { milliseconds, nonNegative, trueOrFalse } from './checks/valueChecks.ts';
import { DEFAULT_SHAPES } from './contract/shapes.ts';
import { checkFault } from './faults/checkFault.ts';
import type { FaultQueue } from './faults/FaultQueue.ts';
import type { DeviationLog } from './log/DeviationLog.ts';
import type { RequestLog } from './log/RequestLog.ts';
import type {
	ApiVersion,
	Application,
	Fault,
	Paging,
	Sandbox,
	SandboxUser,
	Scope,
	Settings,
	Shapes,
} from './types.ts';

/** What a running sandbox consists of. */
export interface SandboxParts {
	/** Known only once the sandbox listens. */
	url: () => string;
	/** PEM, if it serves HTTPS. */
	certificate: string | undefined;
	account: Account;
	/** Builds the account anew, as it was at the start. */
	newAccount: () => Account;
	log: RequestLog;
	deviations: DeviationLog;
	faults: FaultQueue;
	close: () => Promise<void>;
}

/** What tests, the demo and the HTTP controls steer the sandbox with; each setter checks what it is given. */
export class RunningSandbox implements Sandbox {
	readonly #parts: SandboxParts;

	constructor(parts: SandboxParts) {
		this.#parts = parts;
	}

	get #account(): Account {
		return this.#parts.account;
	}
	get url() {
		return this.#parts.url();
	}
	get certificate() {
		return this.#parts.certificate;
	}
	get accountId() {
		return this.#account.accountId;
	}
	get clientId() {
		return this.#account.applications.get().clientId;
	}
	get clientSecret() {
		return this.#account.applications.get().clientSecret;
	}

	get users() {
		return this.#account.directory.users;
	}
	user(idOrEmail: string) {
		return this.#account.directory.find(idOrEmail);
	}
	addUser(partial: Partial<SandboxUser> = {}) {
		return this.#account.addUser(partial);
	}
	removeUser(idOrEmail: string) {
		this.#account.directory.remove(idOrEmail);
	}
	changeUser(idOrEmail: string, partial: Partial<Omit<SandboxUser, 'id'>>) {
		return this.#account.directory.change(idOrEmail, partial);
	}
	setLastOwner(idOrEmail: string) {
		const { directory } = this.#account;
		const owner = directory.find(idOrEmail);
		const others = directory.users.filter((user) => user.kind === 'owner' && user !== owner);
		for (const other of others) directory.change(other.id, { kind: 'member' });
		directory.change(owner.id, { kind: 'owner', state: 'ACTIVE' });
	}
	setManagedAdministrator(idOrEmail: string) {
		this.changeUser(idOrEmail, { kind: 'managedAdministrator' });
	}

	requests(pattern?: string) {
		return this.#parts.log.requests(pattern);
	}
	clearRequests() {
		this.#parts.log.clear();
	}
	maxConcurrent() {
		return this.#parts.log.maxConcurrent;
	}
	connections() {
		return this.#parts.log.connections;
	}
	bytes() {
		return this.#parts.log.bytes;
	}
	deviations() {
		return this.#parts.deviations.list();
	}
	clearDeviations() {
		this.#parts.deviations.clear();
	}

	fault(fault: Fault) {
		this.#parts.faults.add(checkFault(fault));
	}
	faults() {
		return this.#parts.faults.list();
	}
	clearFaults() {
		this.#parts.faults.clear();
	}

	settings(): Settings {
		const { strict, shapes, versions, latencyMs, paging, tokens } = this.#account;
		const { scopes } = this.#account.applications.get();
		return {
			strict,
			shapes,
			versions,
			scopes,
			latencyMs,
			paging,
			tokenLifetimeSeconds: tokens.lifetimeSeconds,
		};
	}
	latency(ms: number) {
		this.#account.latencyMs = milliseconds('ms', ms);
	}
	paging(paging: Paging = {}) {
		this.#account.paging = pagingFrom(paging);
	}
	setStrict(strict: boolean) {
		this.#account.strict = trueOrFalse('strict', strict);
	}
	setShapes(shapes?: Partial<Shapes>) {
		this.#account.shapes = shapes ? { ...this.#account.shapes, ...shapesFrom(shapes) } : DEFAULT_SHAPES;
	}
	setVersions(versions: ApiVersion[]) {
		this.#account.versions = versionsFrom(versions);
	}
	get provisioned() {
		return this.#account.provisioned;
	}
	set provisioned(provisioned: boolean) {
		this.#account.provisioned = trueOrFalse('provisioned', provisioned);
	}

	applications() {
		return this.#account.applications.list();
	}
	addApplication(application: Partial<Application> = {}) {
		return this.#account.applications.add(application);
	}
	removeApplication(clientId: string) {
		this.#account.applications.remove(clientId);
		this.#account.tokens.revokeAllOf(clientId);
	}
	setScopes(scopes: Scope[], clientId?: string) {
		this.#account.applications.setScopes(scopesFrom(scopes), clientId);
	}
	setTokenLifetime(seconds: number) {
		this.#account.tokens.lifetimeSeconds = nonNegative('seconds', seconds);
	}
	revokeAllTokens() {
		this.#account.tokens.revokeAll();
	}
	tokens() {
		return this.#account.tokens.count();
	}

	reset() {
		Object.assign(this.#account, this.#parts.newAccount());
		this.clearFaults();
		this.clearRequests();
		this.clearDeviations();
	}
	close() {
		return this.#parts.close();
	}
}
