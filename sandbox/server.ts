import { fastify } from 'fastify';
import {
	ALL_SCOPES,
	ALL_VERSIONS,
	DEFAULT_ACCOUNT_ID,
	DEFAULT_CLIENT_ID,
	DEFAULT_CLIENT_SECRET,
	type Account,
} from './account/account.ts';
import { API_ROUTE, registerApi } from './api/registerApi.ts';
import { CONTROL_PREFIX, registerControl } from './control/registerControl.ts';
import { FaultQueue } from './faults/FaultQueue.ts';
import { PageTokens } from './account/pageTokens.ts';
import { RequestLog } from './log/requestLog.ts';
import { sandboxOf } from './sandbox.ts';
import { seedDirectory, type SeededDirectory } from './people/seedDirectory.ts';
import { amount, oneOf, scopesFrom, share, versionsFrom, wholeNumber } from './checks.ts';
import { Tokens } from './account/tokens.ts';
import type { Sandbox, SandboxOptions } from './types.ts';

export { DEFAULT_ACCOUNT_ID, DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET } from './account/account.ts';
export type * from './types.ts';

/** Other machines have no business here, so it is never more than this. */
const HOST = '127.0.0.1';

/**
 * Starts a stand-in for 1Password's Users API, both versions, with a made-up account.
 *
 * @throws a plain message about an option that makes no sense, or the listen error (for example EADDRINUSE)
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const { account, addUser } = accountFrom(options);
	const log = new RequestLog();
	const faults = new FaultQueue();
	const closing = new AbortController();
	const app = fastify({
		forceCloseConnections: true,
		// Everything but the controls goes to one route, so that the router can't decode or refuse what the API must see.
		rewriteUrl: ({ url = '' }) => (isControl(url) ? url : API_ROUTE),
		routerOptions: { maxParamLength: 1000 },
	});
	const sandbox = sandboxOf({
		account,
		addUser,
		log,
		faults,
		url: () => app.listeningOrigin,
		async close() {
			closing.abort();
			await app.close();
		},
	});
	await app.register((api, _options, done) => {
		registerApi(api, { account, log, faults, closing: closing.signal });
		done();
	});
	await app.register(
		(control, _options, done) => {
			registerControl(control, sandbox);
			done();
		},
		{ prefix: CONTROL_PREFIX },
	);
	await app.listen({ host: HOST, port: options.port ?? 0 });
	return sandbox;
}

function isControl(target: string): boolean {
	return target.startsWith(CONTROL_PREFIX) && ['', '/', '?'].includes(target.charAt(CONTROL_PREFIX.length));
}

function accountFrom(options: SandboxOptions): { account: Account; addUser: SeededDirectory['addUser'] } {
	const accountId = options.accountId ?? DEFAULT_ACCOUNT_ID;
	const { directory, addUser } = seedDirectory({
		accountId,
		users: wholeNumber('users', options.users ?? 25),
		seed: wholeNumber('seed', options.seed ?? 1),
		suspendedShare: share('suspendedShare', options.suspendedShare ?? 0.08),
	});
	const account: Account = {
		accountId,
		clientId: options.clientId ?? DEFAULT_CLIENT_ID,
		clientSecret: options.clientSecret ?? DEFAULT_CLIENT_SECRET,
		directory,
		tokens: new Tokens(amount('tokenLifetimeSeconds', options.tokenLifetimeSeconds ?? 900)),
		pageTokens: new PageTokens(),
		gatewayStatus: oneOf('gatewayStatus', [401, 403, 404, 410], options.gatewayStatus ?? 404),
		versions: versionsFrom(options.versions ?? ALL_VERSIONS),
		scopes: scopesFrom(options.scopes ?? ALL_SCOPES),
		provisioned: false,
		latencyMs: 0,
		paging: {},
	};
	return { account, addUser };
}
