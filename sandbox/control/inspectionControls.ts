import type { Sandbox } from '../types.ts';
import type { Control } from './Control.ts';

/** What the sandbox is, and what it saw. */
export const inspectionControls: readonly Control[] = [
	{ method: 'GET', path: '/state', does: 'address, credentials, settings and counters', run: stateOf },
	{
		method: 'GET',
		path: '/certificate.pem',
		does: 'the certificate to trust, if it serves HTTPS',
		run: ({ certificate }) => certificate ?? '',
	},
	{
		method: 'GET',
		path: '/requests',
		does: 'what reached the API; ?pattern=POST%20:suspend picks by method, call (list, get …) or part of the path',
		run: (sandbox, { query }) => sandbox.requests(query['pattern']),
	},
	{
		method: 'DELETE',
		path: '/requests',
		does: 'forgets them and starts the counters again',
		run: (sandbox) => sandbox.clearRequests(),
	},
	{
		method: 'GET',
		path: '/deviations',
		does: "what each client did that the documents don't allow, by User-Agent: the rule, how often, an example",
		run: (sandbox) => sandbox.deviations(),
	},
	{
		method: 'DELETE',
		path: '/deviations',
		does: 'forgets them',
		run: (sandbox) => sandbox.clearDeviations(),
	},
];

function stateOf(sandbox: Sandbox): Record<string, unknown> {
	const { url, accountId, clientId, clientSecret, provisioned, users } = sandbox;
	return {
		url,
		accountId,
		clientId,
		clientSecret,
		...sandbox.settings(),
		provisioned,
		applications: sandbox.applications().length,
		users: users.length,
		suspended: users.filter(({ state }) => state === 'SUSPENDED').length,
		tokens: sandbox.tokens(),
		requests: sandbox.requests().length,
		maxConcurrent: sandbox.maxConcurrent(),
		connections: sandbox.connections(),
		faults: sandbox.faults().length,
		deviations: sandbox.deviations().length,
	};
}
