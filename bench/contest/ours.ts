import type { CredentialReference } from '../../testbed/n8n/n8nRest.ts';
import { FROM_INPUT, namedUsers, node, type Node } from './nodes.ts';

const TYPE = 'n8n-nodes-1password-users.onePasswordUsers';

/** What a user of our node builds. */
export function ourWorkflows(onePasswordUsersApi: CredentialReference) {
	const users = (parameters: Record<string, unknown>): Node => ({
		...node('1Password Users', TYPE, 1, { resource: 'user', ...parameters }),
		credentials: { onePasswordUsersApi },
	});
	const userId = (mode: 'id' | 'email') => ({ __rl: true, mode, value: FROM_INPUT });
	return {
		'our-list': [users({ operation: 'getAll', returnAll: true })],
		'our-suspend-by-id': [namedUsers, users({ operation: 'suspend', userId: userId('id') })],
		'our-suspend-by-email': [namedUsers, users({ operation: 'suspend', userId: userId('email') })],
		'our-get-by-id': [namedUsers, users({ operation: 'get', userId: userId('id') })],
		'our-get-by-email': [namedUsers, users({ operation: 'get', userId: userId('email') })],
	};
}
