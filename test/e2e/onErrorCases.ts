import type { CredentialsByType, Workflow } from '../../testbed/n8n/workflow.ts';
import { BREAK_GLASS } from '../../testbed/account.ts';
import type { Sandbox, SandboxUser } from '../../sandbox/server.ts';
import {
	credentialFor,
	newNode,
	newWorkflow,
	userBy,
	webhook,
	type OnError,
} from '../../testbed/n8n/newWorkflow.ts';

/** What becomes of an input item: the users that it gives, each with these fields, or a failure that says this. */
export type Outcome = Array<Record<string, unknown>> | RegExp;

/** An operation with items that fail among good ones. */
export interface Case {
	operation: string;
	/** Parameters of the node; expressions read `$json.value` of the input item. */
	parameters: Record<string, unknown>;
	/** What a failed item keeps beside its error: the field that names the user. */
	identity?: 'id' | 'email';
	/** The value of each input item, and what becomes of it. */
	items: ReadonlyArray<readonly [value: string | number, outcome: Outcome]>;
	/** The item that stops the run, if the first failure does. */
	stopsAt: number;
	/** What its error adds about the other items. */
	stopNote: string;
}

const INPUT = 'Webhook Items';

/** The node under test. */
export const NODE = '1Password';

const FROM_INPUT = '={{ $json.value }}';

/** One case for each operation on users. */
export function casesFor(sandbox: Sandbox): Case[] {
	const members = sandbox.users.filter(({ kind, email }) => kind === 'member' && email !== BREAK_GLASS);
	const [ana, ben] = members.filter(({ state }) => state === 'ACTIVE').map((user) => ({ ...user }));
	const [sue, tim] = members.filter(({ state }) => state === 'SUSPENDED').map((user) => ({ ...user }));
	const kim = { ...sandbox.addUser({ email: 'kim@audit.example', state: 'ACTIVE' }) };
	const lou = { ...sandbox.addUser({ email: 'lou@audit.example', state: 'SUSPENDED' }) };
	if (!ana?.email || !ben?.email || !sue || !tim) throw new Error('The sandbox has too few users.');
	return [
		{
			operation: 'get',
			parameters: { userId: userBy('email', FROM_INPUT), options: {} },
			identity: 'email',
			items: [
				[ana.email, [found(ana)]],
				['nobody@example.com', /^No user with the email nobody@example\.com in this account\. Check/],
				['ana.example.com', /^"ana\.example\.com" is not an email address\. Use the form/],
				[` ${ben.email.toUpperCase()}`, [found(ben)]],
			],
			// What can be told without asking 1Password comes first.
			stopsAt: 2,
			stopNote: '',
		},
		{
			operation: 'suspend',
			parameters: { userId: userBy('email', FROM_INPUT), options: {} },
			identity: 'email',
			items: [
				[ana.email, [changed(ana, 'SUSPENDED')]],
				[
					BREAK_GLASS,
					/^breakglass-1@example\.com is protected and was not suspended\. .+ remove the entry\.$/,
				],
				['nobody@example.com', /^No user with the email nobody@example\.com/],
				[ben.email, [changed(ben, 'SUSPENDED')]],
				[ana.email, [{ ...changed(ana, 'SUSPENDED'), previous_state: 'SUSPENDED', changed: false }]],
			],
			stopsAt: 1,
			stopNote: ' Nobody was suspended in this run.',
		},
		{
			operation: 'reactivate',
			parameters: { userId: userBy('id', FROM_INPUT), options: {} },
			identity: 'id',
			items: [
				['NOSUCHUSER234567ABCDEFGHIJ', /^No user NOSUCHUSER234567ABCDEFGHIJ in this account/],
				[sue.id, [changed(sue, 'ACTIVE')]],
				[tim.id, [changed(tim, 'ACTIVE')]],
			],
			stopsAt: 0,
			stopNote: ' Nobody was reactivated in this run.',
		},
		{
			operation: 'getAll',
			parameters: { returnAll: false, limit: FROM_INPUT, filters: { state: 'active' } },
			items: [
				[
					2,
					sandbox.users
						.filter(({ state }) => state === 'ACTIVE')
						.slice(0, 2)
						.map(found),
				],
				['many', /^Limit is "many"\. It must be a whole number from 1 up\./],
				[
					1,
					sandbox.users
						.filter(({ state }) => state === 'ACTIVE')
						.slice(0, 1)
						.map(found),
				],
			],
			stopsAt: 1,
			stopNote: '',
		},
		{
			operation: 'audit',
			parameters: { email: FROM_INPUT, options: { emailDomain: 'audit.example', includeMatches: true } },
			identity: 'email',
			items: [
				['kim@audit.example', [{ finding: 'active_listed', ...found(kim) }]],
				['kim.audit.example', /^"kim\.audit\.example" is not an email address\. Use the form/],
				['gone@audit.example', [{ finding: 'listed_not_found', email: 'gone@audit.example' }]],
				[' LOU@AUDIT.example\n', [{ finding: 'suspended_listed', ...found(lou) }]],
			],
			stopsAt: 1,
			stopNote: '',
		},
	];
}

const found = ({ id, email, state }: SandboxUser) => ({ id, email, state });

const changed = ({ id, email, state }: SandboxUser, target: string) => ({
	id,
	email,
	state: target,
	previous_state: state,
	changed: true,
	dry_run: false,
});

/**
 * Items from a webhook → the node → on each of its outputs a node, `Regular` or `Failed`, that reaches back to the item.
 *
 * @param path of the webhook, and name of the workflow
 */
export function workflowOf(
	path: string,
	parameters: Record<string, unknown>,
	onError: OnError,
	credentials: CredentialsByType,
): Workflow {
	const reachBack = (name: string) =>
		newNode(name, 'n8n-nodes-base.set', 3.4, {
			assignments: {
				assignments: [
					{ id: name, name: 'came_from', type: 'string', value: `={{ $('${INPUT}').item.json.ref }}` },
				],
			},
			includeOtherFields: true,
			options: {},
		});
	const nodes = [
		webhook(path),
		newNode(INPUT, 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'body.items', options: {} }),
		newNode(NODE, 'n8n-nodes-1password-users.onePasswordUsers', 1, parameters, {
			credentials: credentialFor('onePasswordUsersApi', credentials),
			onError,
		}),
		reachBack('Regular'),
		reachBack('Failed'),
	];
	return newWorkflow(path, nodes, [
		{ from: 'Webhook', to: INPUT },
		{ from: INPUT, to: NODE },
		{ from: NODE, to: 'Regular' },
		{ from: NODE, output: 1, to: 'Failed' },
	]);
}
