import { startSandbox, type Sandbox } from '../../strictSandbox.ts';
import type { CredentialStore } from '../n8n/credentialStore';
import { credentialFor } from '../n8n/runNode';

/** An account of 2,500 active users, 20 ms away: to list them takes three requests. To be closed. */
export async function startLargeAccount(): Promise<{ sandbox: Sandbox; credential: CredentialStore }> {
	const sandbox = await startSandbox({ users: 2500, suspendedShare: 0, latencyMs: 20 });
	return { sandbox, credential: credentialFor(sandbox) };
}
