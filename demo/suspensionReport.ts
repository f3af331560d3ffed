import type { SandboxUser } from '../sandbox/server.ts';
import { PlainFailure } from '../testbed/terminal/PlainFailure.ts';
import type { Report } from '../testbed/terminal/Report.ts';
import type { Testbed } from '../testbed/testbed.ts';
import { problemsIn, type ScenarioResult } from './ScenarioResult.ts';
import { activeMember } from '../testbed/account.ts';
import {
	activateTrigger,
	executionsOf,
	NEXT_POLL_WITHIN_MS,
	type ActiveTrigger,
	type TriggerEvent,
} from '../testbed/n8n/exampleTrigger.ts';
import { waitFor } from '../testbed/system/waitFor.ts';

/** A suspension that was made outside n8n, and the trigger that has to report it. */
export interface OutsideSuspension {
	trigger: ActiveTrigger;
	suspended: SandboxUser;
	/** Milliseconds since 1970. */
	suspendedAt: number;
}

/** The first timer may skip the minute it was set in. */
const REPORTED_WITHIN_MS = 2 * NEXT_POLL_WITHIN_MS;

/** Activates the trigger, which remembers who is suspended, and then suspends someone as an admin would. */
export async function suspendOutsideN8n(testbed: Testbed): Promise<OutsideSuspension> {
	const { sandbox } = testbed;
	const before = sandbox.requests('list').length;
	const trigger = await activateTrigger(testbed);
	const answered = sandbox.requests('list').slice(before);
	if (!answered.some(({ status }) => status === 200))
		throw new PlainFailure(`"${trigger.name}" is active, but has not asked who is suspended.`);
	const suspended = sandbox.changeUser(activeMember(sandbox).id, { state: 'SUSPENDED' });
	return { trigger, suspended: { ...suspended }, suspendedAt: Date.now() };
}

/** Waits until n8n reports the suspension, and checks what it says. */
export async function suspensionReport(
	{ n8n, sandbox }: Testbed,
	{ trigger, suspended, suspendedAt }: OutsideSuspension,
	report: Report,
): Promise<ScenarioResult> {
	const look = async () => {
		const executions = await executionsOf(n8n, trigger);
		const events = executions.flatMap(({ events }) => events).filter(({ user }) => user.id === suspended.id);
		return events.length > 0 ? events : undefined;
	};
	const events = await report.step(
		'Waiting for the trigger',
		async (progress) => {
			progress('n8n polls once a minute');
			return (await waitFor(look, { withinMs: REPORTED_WITHIN_MS, everyMs: 2000 })) ?? [];
		},
		(found) => (found.length > 0 ? 'n8n has noticed the suspension' : 'n8n has noticed nothing'),
		(found) => found.length > 0,
	);
	const [event] = events;
	const who = `${suspended.display_name} <${suspended.email}>`;
	const done: readonly [string, string] = ['Suspended', `${who}, in the sandbox, not through n8n`];
	return {
		title: trigger.name,
		facts: event ? [done, ...factsOf(event, suspendedAt)] : [done],
		problems: event
			? problemsWith(event, { suspended, accountId: sandbox.accountId, times: events.length })
			: [`n8n did not report the suspension of ${suspended.email} within ${REPORTED_WITHIN_MS / 1000} s.`],
	};
}

function factsOf(event: TriggerEvent, suspendedAt: number): ScenarioResult['facts'] {
	const { user } = event;
	const seconds = Math.round((Date.parse(event.detected_at) - suspendedAt) / 1000);
	return [
		['Event', event.event],
		['Who', `${user.display_name} <${user.email}>, now ${user.state}`],
		// The trigger remembers the suspended users only, so that it costs one request however large the account is.
		['Before', event.previous_state ?? 'not suspended (previous_state null: nobody else is remembered)'],
		['Noticed', `${seconds} s after the suspension`],
	];
}

function problemsWith(
	{ event, event_id, detected_at, account_id, previous_state, user }: TriggerEvent,
	{ suspended, accountId, times }: { suspended: SandboxUser; accountId: string; times: number },
): string[] {
	return problemsIn([
		[times === 1, `The suspension was reported ${times} times.`],
		[event === 'user.suspended', `The event is ${event}, not user.suspended.`],
		[/^[0-9a-f]{32}$/.test(event_id), `The event_id is ${event_id}.`],
		[!Number.isNaN(Date.parse(detected_at)), `The time of the event is ${detected_at}.`],
		[account_id === accountId, `The event is about the account ${account_id}, not ${accountId}.`],
		[previous_state === null, `The event says previous_state ${previous_state}, not null.`],
		[user.email === suspended.email, `The event is about ${user.email}, not ${suspended.email}.`],
		[user.state === 'SUSPENDED', `The event says that the user is ${user.state}, not SUSPENDED.`],
	]);
}
