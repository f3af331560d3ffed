import type { Sandbox } from '../sandbox/server.ts';
import { activeMember, BREAK_GLASS, PROTECTED_USERS } from '../testbed/account.ts';
import { ActiveExample, readExample } from '../testbed/n8n/ActiveExample.ts';
import { webhookPath } from '../testbed/n8n/workflow.ts';
import type { Testbed } from '../testbed/testbed.ts';
import { problemsIn, type ScenarioResult } from './ScenarioResult.ts';

/** What "SIEM alert → suspend by email" replies. */
interface AlertReply {
	outcome: string;
	email: string;
	previous_state?: string;
	state?: string;
	changed?: boolean;
}

const EXAMPLE = 'siem-alert-suspend-by-email.json';

/** One alert about a member, who is suspended, and one about a protected user, who is not. */
export async function siemAlert(testbed: Testbed): Promise<ScenarioResult[]> {
	const example = await ActiveExample.import(testbed, EXAMPLE);
	return [await suspendMember(example, testbed.sandbox), await refuseProtected(example, testbed.sandbox)];
}

/** A shell command that sends one more alert, about someone who is active now. */
export async function alertCommand({ server, sandbox, webhookKey }: Testbed): Promise<string> {
	const path = webhookPath(await readExample(EXAMPLE));
	const alert = JSON.stringify(alertAbout(activeMember(sandbox).email));
	return `curl ${server.url}/webhook/${path} -H '${webhookKey.header}: ${webhookKey.value}' --json '${alert}'`;
}

async function suspendMember(example: ActiveExample, sandbox: Sandbox): Promise<ScenarioResult> {
	const active = activeMember(sandbox);
	// Upper case and spaces, because alerts are not always tidy.
	const reply = await example.call<AlertReply>(alertAbout(` ${active.email.toUpperCase()} `));
	const now = sandbox.user(active.id).state;
	return {
		title: example.name,
		facts: [
			['Alert about', `${active.display_name} <${active.email}>`],
			['Before', reply.previous_state ?? 'not told'],
			['Now', `${now} (looked up in the sandbox)`],
			['n8n replied', reply.outcome],
		],
		problems: problemsIn([
			[now === 'SUSPENDED', `${active.email} is ${now} in the sandbox, not SUSPENDED.`],
			[
				reply.previous_state === 'ACTIVE',
				`The workflow replied previous_state ${reply.previous_state}, not ACTIVE.`,
			],
			[reply.changed === true, `The workflow replied changed ${reply.changed}, not true.`],
		]),
	};
}

async function refuseProtected(example: ActiveExample, sandbox: Sandbox): Promise<ScenarioResult> {
	const reply = await example.call<AlertReply>(alertAbout(BREAK_GLASS));
	const { state } = sandbox.user(BREAK_GLASS);
	return {
		title: `The same for a protected user (${PROTECTED_USERS})`,
		facts: [
			['Alert about', BREAK_GLASS],
			['Now', `${state} (looked up in the sandbox)`],
			['n8n replied', reply.outcome],
		],
		problems: problemsIn([
			[state === 'ACTIVE', `${BREAK_GLASS} is ${state} in the sandbox although the credential protects it.`],
			[/protected/i.test(reply.outcome), 'The workflow did not say that the user is protected.'],
		]),
	};
}

/** As a SIEM might send it; the workflow looks at `user.email` only. */
function alertAbout(email: string) {
	return { rule: 'Impossible travel', severity: 'high', user: { email } };
}
