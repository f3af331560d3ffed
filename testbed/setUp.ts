import { randomBytes } from 'node:crypto';
import type { Sandbox } from '../sandbox/server.ts';
import type { CredentialsByType } from './n8n/exampleWorkflow.ts';
import type { N8nRest, NewCredential, Owner } from './n8n/n8nRest.ts';
import { PlainFailure } from './terminal/PlainFailure.ts';
import type { Stage } from '../demo/scenario.ts';
import { PROTECTED_USERS } from '../demo/siemAlert.ts';

/** Good for a new n8n on this machine only. */
export const OWNER: Owner = {
	email: 'owner@example.com',
	firstName: 'Demo',
	lastName: 'Owner',
	password: 'Demo-owner-1',
};

const WEBHOOK_HEADER = 'X-Webhook-Key';

/** Sets up a new n8n for the examples: its owner, and the credentials that they name. */
export async function setUpStage(
	n8n: N8nRest,
	sandbox: Sandbox,
): Promise<{ stage: Stage; testMessage: string }> {
	await n8n.setUpOwner(OWNER);
	const account = accountCredential(sandbox);
	const onePasswordUsersApi = await n8n.createCredential(account);
	const test = await n8n.testCredential(onePasswordUsersApi, account);
	if (test.status !== 'OK') throw new PlainFailure(`n8n's test of the credential says: ${test.message}`);

	const webhookKey = { header: WEBHOOK_HEADER, value: randomBytes(24).toString('hex') };
	const httpHeaderAuth = await n8n.createCredential({
		name: 'Webhook Key',
		type: 'httpHeaderAuth',
		data: { name: webhookKey.header, value: webhookKey.value },
	});
	const credentials: CredentialsByType = { onePasswordUsersApi, httpHeaderAuth };
	return { stage: { n8n, sandbox, credentials, webhookKey }, testMessage: test.message };
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
