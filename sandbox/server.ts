import { fastify } from 'fastify';
import {
	ALL_SCOPES,
	ALL_VERSIONS,
	DEFAULT_ACCOUNT_ID,
	DEFAULT_CLIENT_ID,
	DEFAULT_CLIENT_SECRET,
	type Account,
} from './account.ts';
import { API_ROUTE, registerApi } from './api.ts';
import { FaultQueue } from './faults.ts';
import { PageTokens } from './pageTokens.ts';
import { RequestLog } from './requestLog.ts';
import { sandboxOf } from './sandbox.ts';
import { seedDirectory } from './seeding.ts';
import { Tokens } from './tokens.ts';
import type { Sandbox, SandboxOptions } from './types.ts';

export { DEFAULT_ACCOUNT_ID, DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET } from './account.ts';
export type * from './types.ts';

/** Other machines have no business here, so it is never more than this. */
const HOST = '127.0.0.1';

/**
 * Starts a stand-in for 1Password's Users API, both versions, with a made-up account.
 *
 * @throws the listen error, for example EADDRINUSE, if the port can't be had
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const { users = 25, seed = 1, suspendedShare = 0.08, port = 0, accountId = DEFAULT_ACCOUNT_ID } = options;
	const { directory, addUser } = seedDirectory({ accountId, users, seed, suspendedShare });
	const account: Account = {
		accountId,
		clientId: options.clientId ?? DEFAULT_CLIENT_ID,
		clientSecret: options.clientSecret ?? DEFAULT_CLIENT_SECRET,
		directory,
		tokens: new Tokens(options.tokenLifetimeSeconds ?? 900),
		pageTokens: new PageTokens(),
		gatewayStatus: options.gatewayStatus ?? 404,
		versions: options.versions ?? ALL_VERSIONS,
		scopes: options.scopes ?? ALL_SCOPES,
		provisioned: false,
		latencyMs: 0,
	};
	const log = new RequestLog();
	const faults = new FaultQueue();
	const closing = new AbortController();
	const app = fastify({ forceCloseConnections: true, rewriteUrl: () => API_ROUTE });
	await app.register((api, _options, done) => {
		registerApi(api, { account, log, faults, closing: closing.signal });
		done();
	});
	const url = await app.listen({ host: HOST, port });
	const close = async () => {
		closing.abort();
		await app.close();
	};
	return sandboxOf({ url, account, addUser, log, faults, close });
}
