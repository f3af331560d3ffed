import { randomBytes } from 'node:crypto';
import { PlainFailure } from '../terminal/PlainFailure.ts';
import type { N8nRest, NewCredential, Owner } from './N8nRest.ts';
import type { CredentialsByType } from './workflow.ts';

/** Good for a new n8n on this machine only. */
export const OWNER: Owner = {
	email: 'owner@example.com',
	firstName: 'Demo',
	lastName: 'Owner',
	password: 'Demo-owner-1',
};

const WEBHOOK_HEADER = 'X-Webhook-Key';

/** An n8n that workflows can be imported into: someone is signed in, and the credentials that the examples need exist. */
export interface ReadyN8n {
	readonly n8n: N8nRest;
	readonly credentials: CredentialsByType;
	/** The header that the examples' webhooks ask for. */
	readonly webhookKey: { header: string; value: string };
}

/**
 * Sets up a new n8n for the examples: its owner, and the credentials that they need.
 *
 * @param account the credential for 1Password; n8n tests it
 * @throws PlainFailure when n8n's test of the credential fails
 */
export async function setUpN8n(
	n8n: N8nRest,
	account: NewCredential,
): Promise<ReadyN8n & { testMessage: string }> {
	await n8n.setUpOwner(OWNER);
	const onePasswordUsersApi = await n8n.createCredential(account);
	const test = await n8n.testCredential(onePasswordUsersApi, account);
	if (test.status !== 'OK') throw new PlainFailure(`n8n's test of the credential says: ${test.message}`);

	const webhookKey = { header: WEBHOOK_HEADER, value: randomBytes(24).toString('hex') };
	const httpHeaderAuth = await n8n.createCredential({
		name: 'Key of our webhooks',
		type: 'httpHeaderAuth',
		data: { name: webhookKey.header, value: webhookKey.value },
	});
	return { n8n, credentials: { onePasswordUsersApi, httpHeaderAuth }, webhookKey, testMessage: test.message };
}
