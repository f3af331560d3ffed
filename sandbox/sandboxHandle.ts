import type { Account } from './account/Account.ts';
import { checkFault } from './faults/checkFault.ts';
import type { FaultQueue } from './faults/FaultQueue.ts';
import type { RequestLog } from './log/RequestLog.ts';
import type { SeededDirectory } from './account/seedDirectory.ts';
import { pagingFrom, scopesFrom, versionsFrom } from './checks/settingChecks.ts';
import { nonNegative } from './checks/valueChecks.ts';
import type { Sandbox } from './types.ts';

/** What a running sandbox consists of. */
export interface SandboxParts {
	/** Known only once the sandbox listens. */
	url: () => string;
	account: Account;
	addUser: SeededDirectory['addUser'];
	log: RequestLog;
	faults: FaultQueue;
	close: () => Promise<void>;
}

/** Makes the object through which tests, the demo and the HTTP controls steer the sandbox. */
export function sandboxHandle({ url, account, addUser, log, faults, close }: SandboxParts): Sandbox {
	const { directory, tokens, accountId, clientId, clientSecret } = account;
	return {
		get url() {
			return url();
		},
		accountId,
		clientId,
		clientSecret,
		users: directory.users,
		user: (idOrEmail) => directory.find(idOrEmail),
		addUser: (partial = {}) => addUser(partial),
		removeUser: (idOrEmail) => directory.remove(idOrEmail),
		changeUser: (idOrEmail, partial) => directory.change(idOrEmail, partial),
		setLastOwner(idOrEmail) {
			const owner = directory.find(idOrEmail);
			const others = directory.users.filter((user) => user.kind === 'owner' && user !== owner);
			for (const other of others) directory.change(other.id, { kind: 'member' });
			directory.change(owner.id, { kind: 'owner', state: 'ACTIVE' });
		},
		setManagedAdministrator(idOrEmail) {
			directory.change(idOrEmail, { kind: 'managedAdministrator' });
		},
		requests: (pattern) => log.requests(pattern),
		clearRequests: () => log.clear(),
		maxConcurrent: () => log.maxConcurrent,
		connections: () => log.connections,
		bytes: () => log.bytes,
		fault: (fault) => faults.add(checkFault(fault)),
		faults: () => faults.list(),
		clearFaults: () => faults.clear(),
		latency(ms) {
			account.latencyMs = nonNegative('ms', ms);
		},
		paging(paging = {}) {
			account.paging = pagingFrom(paging);
		},
		settings() {
			const { versions, scopes, latencyMs, paging } = account;
			return { versions, scopes, latencyMs, paging, tokenLifetimeSeconds: tokens.lifetimeSeconds };
		},
		setVersions(versions) {
			account.versions = versionsFrom(versions);
		},
		setTokenLifetime(seconds) {
			tokens.lifetimeSeconds = nonNegative('seconds', seconds);
		},
		setScopes(scopes) {
			account.scopes = scopesFrom(scopes);
		},
		revokeAllTokens: () => tokens.revokeAll(),
		tokens: () => tokens.count(),
		get provisioned() {
			return account.provisioned;
		},
		set provisioned(provisioned) {
			account.provisioned = provisioned;
		},
		close,
	};
}
