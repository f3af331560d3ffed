import type { Sandbox, SandboxUser } from '../sandbox/server.ts';
import { readExample, webhookPath } from '../testbed/n8n/exampleWorkflow.ts';
import { PlainFailure } from '../testbed/terminal/PlainFailure.ts';
import { activateExample, complaintsOf, type ActiveExample, type Finding, type Stage } from './scenario.ts';

/** What "SIEM alert → suspend by email" replies. */
interface AlertReply {
	outcome: string;
	email: string;
	previous_state?: string;
	state?: string;
	changed?: boolean;
}

const EXAMPLE = 'siem-alert-suspend-by-email.json';

/** An account that nobody may lock out: the credential's protected users name it. */
export const BREAK_GLASS = 'breakglass-1@example.com';
export const PROTECTED_USERS = 'breakglass-*@example.com';

/** An alert about somebody who is then suspended, and one about a protected account, who is not. */
export async function siemAlert(stage: Stage): Promise<Finding[]> {
	const example = await activateExample<AlertReply>(EXAMPLE, stage);
	return [await suspendSomebody(example, stage), await spareTheProtected(example, stage)];
}

/** A command for the shell that sends one more alert, about somebody who is active now. */
export async function alertCommand(n8nUrl: string, { sandbox, webhookKey }: Stage): Promise<string> {
	const path = webhookPath(await readExample(EXAMPLE));
	const alert = JSON.stringify(alertAbout(activeMember(sandbox).email));
	return `curl ${n8nUrl}/webhook/${path} -H '${webhookKey.header}: ${webhookKey.value}' --json '${alert}'`;
}

async function suspendSomebody(example: ActiveExample<AlertReply>, { sandbox }: Stage): Promise<Finding> {
	const active = activeMember(sandbox);
	// Upper case and spaces, because alerts are not always tidy.
	const reply = await example.call(alertAbout(` ${active.email.toUpperCase()} `));
	const now = sandbox.user(active.id).state;
	return {
		title: example.name,
		facts: [
			['Alert about', `${active.display_name} <${active.email}>`],
			['Before', reply.previous_state ?? 'not told'],
			['Now', `${now} (looked up in the sandbox)`],
			['n8n replied', reply.outcome],
		],
		complaints: complaintsOf([
			[now === 'SUSPENDED', `${active.email} is ${now} in the sandbox, not SUSPENDED.`],
			[
				reply.previous_state === 'ACTIVE',
				`The workflow replied previous_state ${reply.previous_state}, not ACTIVE.`,
			],
			[reply.changed === true, `The workflow replied changed ${reply.changed}, not true.`],
		]),
	};
}

async function spareTheProtected(example: ActiveExample<AlertReply>, { sandbox }: Stage): Promise<Finding> {
	const reply = await example.call(alertAbout(BREAK_GLASS));
	const { state } = sandbox.user(BREAK_GLASS);
	return {
		title: `The same for a protected user (${PROTECTED_USERS})`,
		facts: [
			['Alert about', BREAK_GLASS],
			['Now', `${state} (looked up in the sandbox)`],
			['n8n replied', reply.outcome],
		],
		complaints: complaintsOf([
			[state === 'ACTIVE', `${BREAK_GLASS} is ${state} in the sandbox although the credential protects it.`],
			[/protected/i.test(reply.outcome), 'The workflow did not say that the user is protected.'],
		]),
	};
}

/** Somebody who may sign in now, and whom nothing protects. */
export function activeMember({ users }: Sandbox): SandboxUser & { email: string } {
	for (const user of users) {
		const { state, kind, email } = user;
		if (state === 'ACTIVE' && kind === 'member' && email && email !== BREAK_GLASS) return { ...user, email };
	}
	throw new PlainFailure('The sandbox has nobody to suspend.');
}

/** As a SIEM might send it; the workflow looks at `user.email` only. */
function alertAbout(email: string) {
	return { rule: 'Impossible travel', severity: 'high', user: { email } };
}
