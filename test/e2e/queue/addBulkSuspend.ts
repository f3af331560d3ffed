import type { SandboxUser } from '../../../sandbox/server.ts';
import type { SuiteTestbed } from '../SuiteTestbed.ts';
import { credentialFor, newNode, newWorkflow, userBy, webhook } from '../../../testbed/n8n/newWorkflow.ts';

const PATH = 'bulk-suspend';
const CREDENTIAL = 'onePasswordUsersApi';
const NODE_TYPE = 'n8n-nodes-1password-users.onePasswordUsers';

/** The name of the node that does it. */
export const SUSPEND = 'Suspend in 1Password';

/** What the workflow says of each user. */
export interface Suspension {
	id: string;
	state: string;
	previous_state: string;
	changed: boolean;
}

/** A workflow that suspends everybody named in a request, and replies with what became of each. */
export interface BulkSuspend {
	/** The ID of the workflow. */
	id: string;
	/** One execution, for these users. */
	suspend(users: readonly SandboxUser[]): Promise<Suspension[]>;
}

/** Stores and activates the workflow. */
export async function addBulkSuspend(suite: SuiteTestbed): Promise<BulkSuspend> {
	const { credentials } = suite;
	const workflow = newWorkflow(
		'Bulk suspend',
		[
			webhook(PATH),
			newNode('Users', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'body.emails', options: {} }),
			newNode(
				SUSPEND,
				NODE_TYPE,
				1,
				{ resource: 'user', operation: 'suspend', userId: userBy('email', "={{ $json['body.emails'] }}") },
				{ credentials: credentialFor(CREDENTIAL, credentials) },
			),
		],
		[
			{ from: 'Webhook', to: 'Users' },
			{ from: 'Users', to: SUSPEND },
		],
	);
	const { id } = await suite.n8n.addActiveWorkflow(workflow);
	return {
		id,
		suspend: async (users) => {
			const data = { emails: users.map(({ email }) => email) };
			return await suite.n8n.callWebhook<Suspension[]>(PATH, { method: 'POST', data });
		},
	};
}
