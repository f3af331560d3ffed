import type { Sandbox } from '../../sandbox/server.ts';
import { median } from '../median.ts';
import { suspendedOf, type Choice, type Measurement, type Polled } from './cases.ts';
import { PollProcess } from './PollProcess.ts';

/** Odd, so that one of them is the median. */
const QUIET_POLLS = 5;

/**
 * Measures a trigger from its first poll on. The account is afterwards as it was before.
 * @throws when a poll fails, or reports something else than what happened
 */
export async function measure(sandbox: Sandbox, choice: Choice): Promise<Measurement> {
	const { url: baseUrl, accountId, clientId, clientSecret } = sandbox;
	const suspended = suspendedOf(sandbox);
	const remembered = choice.reportsRemoval ? sandbox.users.length : suspended.length;
	const credential = { baseUrl, accountId, clientId, clientSecret };
	using trigger = await PollProcess.start({ events: choice.events, credential });
	const poll = async (expected: number) => {
		sandbox.clearRequests();
		const polled = await trigger.poll();
		if (polled.items !== expected)
			throw new Error(`A poll for ${choice.name} events reported ${polled.items}, not ${expected}.`);
		return { ...polled, requests: sandbox.requests().length };
	};

	await poll(0);
	const quiet: Array<Polled & { requests: number }> = [];
	while (quiet.length < QUIET_POLLS) quiet.push(await poll(0));
	const removed = suspended[0]!;
	const last = quiet.at(-1)!;
	sandbox.removeUser(removed.id);
	const { requests, peakBytes } = await poll(choice.reportsRemoval);
	sandbox.addUser(removed);
	return {
		users: sandbox.users.length,
		suspended: suspended.length,
		choice,
		remembered,
		quietRequests: last.requests,
		removalRequests: requests,
		milliseconds: median(quiet.map(({ milliseconds }) => milliseconds)),
		staticBytes: last.staticBytes,
		idleBytes: last.idleBytes,
		peakBytes,
	};
}
