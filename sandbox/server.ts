import { fastify } from 'fastify';
import { accountFrom } from './account/accountFrom.ts';
import { API_ROUTE, serveApi } from './api/serveApi.ts';
import { CONTROL_PREFIX, serveControls } from './control/serveControls.ts';
import { FaultQueue } from './faults/FaultQueue.ts';
import { DeviationLog } from './log/DeviationLog.ts';
import { RequestLog } from './log/RequestLog.ts';
import { RunningSandbox } from './RunningSandbox.ts';
import type { Sandbox, SandboxOptions } from './types.ts';

export {
	DEFAULT_ACCOUNT_ID,
	DEFAULT_CLIENT_ID,
	DEFAULT_CLIENT_SECRET,
} from './account/defaultCredentials.ts';
export type * from './types.ts';

/** Other machines have no business here, so it is never more than this. */
const HOST = '127.0.0.1';

/**
 * Starts a stand-in for 1Password's Users API, both versions, with a made-up account.
 *
 * @throws a plain message about an option that makes no sense, or the listen error (for example EADDRINUSE)
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const account = accountFrom(options);
	const deviations = new DeviationLog();
	const log = new RequestLog();
	const faults = new FaultQueue();
	const closing = new AbortController();
	const app = fastify({
		forceCloseConnections: true,
		// Everything but the controls goes to one route, so that the router can't decode or refuse what the API must see.
		rewriteUrl: ({ url = '' }) => (isControl(url) ? url : API_ROUTE),
		routerOptions: { maxParamLength: 1000 },
	});
	const sandbox: Sandbox = new RunningSandbox({
		account,
		newAccount: () => accountFrom(options),
		log,
		deviations,
		faults,
		url: () => app.listeningOrigin,
		certificate: undefined,
		async close() {
			closing.abort();
			await app.close();
		},
	});
	await app.register((api, _options, done) => {
		serveApi(api, { account, log, deviations, faults, closing: closing.signal });
		done();
	});
	await app.register(
		(control, _options, done) => {
			serveControls(control, sandbox);
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
