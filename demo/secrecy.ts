import type { Demo } from './demo.ts';
import { findLeaks, placesOf, secretsOf } from './leakSearch.ts';
import type { Finding } from './scenario.ts';

/** Searches everything that n8n wrote during the demo for secrets. */
export async function secrecy({ stage: { n8n, sandbox }, userFolder, logFile }: Demo): Promise<Finding> {
	const executions = await n8n.executions();
	const places = await placesOf(userFolder, logFile, executions);
	const secrets = secretsOf(sandbox);
	const kilobytes = Math.round(places.reduce((sum, { text }) => sum + text.length, 0) / 1000);
	const tokens = secrets.filter(({ what }) => what === 'an access token').length;
	const leaks = findLeaks(places, secrets);
	return {
		title: 'Secrets in n8n’s log, executions and files',
		facts: [
			[
				'Searched for',
				`the client secret, the Basic value, ${tokens} access token(s), any Authorization header`,
			],
			[
				'Searched',
				`${executions.length} executions and ${places.length - executions.length} files, ${kilobytes} kB`,
			],
			['Found', leaks.length === 0 ? 'nothing' : `${leaks.length} leaks`],
		],
		// A search that could not find anything proves nothing.
		complaints:
			executions.length > 0 && tokens > 0
				? leaks
				: ['There was nothing to search: no execution, or no token.'],
	};
}
