import type { Testbed } from '../testbed/testbed.ts';
import { findLeaks, placesOf, secretsOf } from '../testbed/n8n/leakSearch.ts';
import { problemsIn, type ScenarioResult } from './ScenarioResult.ts';

/** Searches everything that n8n wrote during the demo for secrets. */
export async function secretSearch({ n8n, sandbox, userFolder, logFile }: Testbed): Promise<ScenarioResult> {
	const executions = await n8n.executions();
	const places = await placesOf(userFolder, logFile, executions);
	const secrets = secretsOf(sandbox);
	const { issued } = sandbox.tokens();
	const tokens = secrets.filter(({ what }) => what === 'an access token').length;
	const kilobytes = Math.round(places.reduce((sum, { text }) => sum + text.length, 0) / 1000);
	const files = places.length - executions.length;
	const leaks = findLeaks(places, secrets);
	return {
		title: 'Secrets in n8n’s log, executions and files',
		facts: [
			['Searched for', 'the client secret, the Basic value, any Authorization header'],
			['', `and ${tokens} of the ${issued} access tokens that were issued`],
			['Searched', `${executions.length} executions and ${files} files, ${kilobytes} kB`],
			['Found', leaks.length === 0 ? 'nothing' : `${leaks.length} leaks`],
		],
		problems: [
			...leaks,
			// A search that could not find anything proves nothing.
			...problemsIn([
				[executions.length > 0, 'There was no execution to search.'],
				[tokens > 0, 'There was no token to search for.'],
			]),
		],
	};
}
