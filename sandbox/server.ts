import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { fastify } from 'fastify';
import { accountFrom } from './account/accountFrom.ts';
import { API_ROUTE, serveApi } from './api/serveApi.ts';
import { CONTROL_PREFIX, serveControls } from './control/serveControls.ts';
import { FaultQueue } from './faults/FaultQueue.ts';
import { DeviationLog } from './log/DeviationLog.ts';
import { RequestLog } from './log/RequestLog.ts';
import { RunningSandbox } from './RunningSandbox.ts';
import { selfSignedCertificate } from './tls/selfSignedCertificate.ts';
import type { Certificate, Sandbox, SandboxOptions } from './types.ts';

export {
	DEFAULT_ACCOUNT_ID,
	DEFAULT_CLIENT_ID,
	DEFAULT_CLIENT_SECRET,
} from './account/defaultCredentials.ts';
export type * from './types.ts';

/** Other machines can't reach it, unless the options say otherwise. */
const DEFAULT_HOST = '127.0.0.1';

/**
 * Starts a stand-in for 1Password's Users API, both versions, with a made-up account.
 *
 * @throws a plain message about an option that makes no sense, or the listen error (for example EADDRINUSE)
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const { host = DEFAULT_HOST, port = 0 } = options;
	const account = accountFrom(options);
	const certificate = certificateFrom(options.https, host);
	const deviations = new DeviationLog();
	const log = new RequestLog();
	const faults = new FaultQueue();
	const closing = new AbortController();
	const app = fastify({
		forceCloseConnections: true,
		...(certificate && { serverFactory: (listener: RequestListener) => createServer(certificate, listener) }),
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
		url: () => app.listeningOrigin.replace(/^http:/, certificate ? 'https:' : 'http:'),
		certificate: certificate?.cert,
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
	await app.listen({ host, port });
	return sandbox;
}

function isControl(target: string): boolean {
	return target.startsWith(CONTROL_PREFIX) && ['', '/', '?'].includes(target.charAt(CONTROL_PREFIX.length));
}

function certificateFrom(https: SandboxOptions['https'], host: string): Certificate | undefined {
	if (https === true) return selfSignedCertificate(['localhost', '127.0.0.1', '::1', host]);
	return https || undefined;
}
