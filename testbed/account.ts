import { startSandbox, type Sandbox, type SandboxUser } from '../sandbox/server.ts';
import type { NewCredential } from './n8n/N8nRest.ts';
import { PlainFailure } from './terminal/PlainFailure.ts';

/** An account that must never be locked out: the credential's protected users cover it. */
export const BREAK_GLASS = 'breakglass-1@example.com';
export const PROTECTED_USERS = 'breakglass-*@example.com';

/**
 * Starts a sandbox whose account has so many users, one of whom the credential protects. It is strict: the package
 * has to keep to what 1Password documents.
 *
 * @param users how many, at least 2
 */
export async function startAccount(users: number): Promise<Sandbox> {
	const sandbox = await startSandbox({ users: users - 1, strict: true });
	sandbox.addUser({ email: BREAK_GLASS, display_name: 'Break Glass' });
	return sandbox;
}

/** The credential for a sandbox, filled in as a person would. */
export function accountCredential(
	sandbox: Pick<Sandbox, 'url' | 'accountId' | 'clientId' | 'clientSecret'>,
): NewCredential {
	return {
		name: '1Password Users account',
		type: 'onePasswordUsersApi',
		data: {
			region: 'custom',
			baseUrl: sandbox.url,
			apiVersion: 'auto',
			accountId: sandbox.accountId,
			clientId: sandbox.clientId,
			clientSecret: sandbox.clientSecret,
			readOnly: false,
			protectedUsers: PROTECTED_USERS,
		},
	};
}

/**
 * The first member who is active and not protected.
 *
 * @throws PlainFailure when there is none
 */
export function activeMember({ users }: Pick<Sandbox, 'users'>): SandboxUser & { email: string } {
	for (const user of users) {
		const { state, kind, email } = user;
		if (state === 'ACTIVE' && kind === 'member' && email && email !== BREAK_GLASS) return { ...user, email };
	}
	throw new PlainFailure('The sandbox has no active member to suspend.');
}
