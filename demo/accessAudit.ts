import { isDeepStrictEqual } from 'node:util';
import type { SandboxUser } from '../sandbox/server.ts';
import { activateExample, complaintsOf, type Finding, type Stage } from './scenario.ts';

type Count = Record<string, number>;

/** What "Access audit" reports. */
interface AuditReply {
	users: number;
	by_state: Count;
	by_domain: Record<string, Count>;
}

/** Counts everyone in the account by state and email domain, and compares with the sandbox's directory. */
export async function accessAudit(stage: Stage): Promise<Finding[]> {
	const example = await activateExample<AuditReply>('access-audit.json', stage);
	const { users, by_state, by_domain } = await example.call();
	const expected = countOf(stage.sandbox.users);
	return [
		{
			title: example.name,
			facts: [
				['Everyone', `${users} users: ${countText(by_state)}`],
				...Object.entries(by_domain).map(([domain, count]) => [domain, countText(count)] as const),
			],
			complaints: complaintsOf([
				[
					isDeepStrictEqual({ users, by_state, by_domain }, expected),
					`The audit differs from the sandbox's directory, which is ${JSON.stringify(expected)}.`,
				],
			]),
		},
	];
}

function countOf(users: readonly SandboxUser[]): AuditReply {
	const reply: AuditReply = { users: users.length, by_state: {}, by_domain: {} };
	for (const { state = '', email = '' } of users) {
		const ofDomain = (reply.by_domain[email.split('@')[1] ?? ''] ??= {});
		for (const count of [reply.by_state, ofDomain]) count[state] = (count[state] ?? 0) + 1;
	}
	return reply;
}

function countText(count: Count): string {
	return Object.entries(count)
		.map(([state, users]) => `${users} ${state}`)
		.join(', ');
}
