import { isDeepStrictEqual } from 'node:util';
import { rosterOf } from '../sandbox/people/roster.ts';
import type { SandboxUser } from '../sandbox/server.ts';
import { BREAK_GLASS } from '../testbed/account.ts';
import type { AuditCounts, AuditReply } from '../testbed/n8n/AuditReply.ts';
import { ActiveExample } from '../testbed/n8n/ActiveExample.ts';
import { withParameters, type Workflow } from '../testbed/n8n/workflow.ts';
import type { Testbed } from '../testbed/testbed.ts';
import { problemsIn, type ScenarioResult } from './ScenarioResult.ts';

const EXAMPLE = 'access-audit.json';

/** Compares everyone in the account with a roster that the sandbox hands out, and checks the numbers. */
export async function accessAudit(testbed: Testbed): Promise<ScenarioResult[]> {
	const { sandbox } = testbed;
	const url = `${sandbox.url}/_sandbox/roster.csv`;
	const fillIn = (workflow: Workflow) => withParameters(workflow, 'Download the Roster', { url });
	const example = await ActiveExample.import(testbed, EXAMPLE, { activate: ['On Demand'], fillIn });
	const { counts, findings } = await example.call<AuditReply>();
	const expected = countsOf(sandbox.users);
	const fact = (label: string, finding: string, count: number) => {
		const emails = findings.filter((row) => row.finding === finding).map(({ email }) => email);
		return [
			label,
			`${count}: ${emails.slice(0, SHOWN).join(', ')}${emails.length > SHOWN ? ' …' : ''}`,
		] as const;
	};
	return [
		{
			title: example.name,
			facts: [
				['Compared', `${counts.in_1password} users in 1Password, ${counts.in_roster} people in the roster`],
				fact('Not in roster', 'active, but not in the roster', counts.active_not_in_roster),
				fact('Suspended', 'suspended, but still in the roster', counts.suspended_in_roster),
				fact('Not invited', 'in the roster, but not in 1Password', counts.not_in_1password),
			],
			problems: problemsIn([
				[
					isDeepStrictEqual(counts, expected),
					`The audit says ${JSON.stringify(counts)}, but by the sandbox's directory it is ${JSON.stringify(expected)}.`,
				],
			]),
		},
	];
}

/** More emails would fill the screen. */
const SHOWN = 3;

/** By the sandbox's directory; the audit leaves out protected users. */
function countsOf(everyone: readonly SandboxUser[]): AuditCounts {
	const key = ({ email = '' }: { email?: string }) => email.toLowerCase();
	const users = everyone.filter((user) => key(user) !== BREAK_GLASS);
	const roster = new Set(
		rosterOf(everyone)
			.map(key)
			.filter((email) => email !== BREAK_GLASS),
	);
	const isListed = (user: SandboxUser) => roster.has(key(user));
	const emails = new Set(users.map(key));
	return {
		in_1password: users.length,
		in_roster: roster.size,
		active_not_in_roster: users.filter((user) => user.state === 'ACTIVE' && !isListed(user)).length,
		suspended_in_roster: users.filter((user) => user.state === 'SUSPENDED' && isListed(user)).length,
		not_in_1password: [...roster].filter((email) => !emails.has(email)).length,
		state_unknown: 0,
	};
}
