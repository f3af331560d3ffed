import type { CredentialReference } from '../../testbed/n8n/N8nRest.ts';
import { newNode, userBy, type NewNode } from '../../testbed/n8n/newWorkflow.ts';
import { FROM_INPUT, namedUsers } from './webhookWorkflow.ts';

const TYPE = 'n8n-nodes-1password-users.onePasswordUsers';

/** What a user of our node builds. */
export function packageWorkflows(onePasswordUsersApi: CredentialReference) {
	const users = (parameters: Record<string, unknown>): NewNode =>
		newNode(
			'1Password Users',
			TYPE,
			1,
			{ resource: 'user', ...parameters },
			{ credentials: { onePasswordUsersApi } },
		);
	const userId = (mode: 'id' | 'email') => userBy(mode, FROM_INPUT);
	return {
		'our-list': [users({ operation: 'getAll', returnAll: true })],
		'our-suspend-by-id': [namedUsers, users({ operation: 'suspend', userId: userId('id') })],
		'our-suspend-by-email': [namedUsers, users({ operation: 'suspend', userId: userId('email') })],
		'our-get-by-id': [namedUsers, users({ operation: 'get', userId: userId('id') })],
	};
}
