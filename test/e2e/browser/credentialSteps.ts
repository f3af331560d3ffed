import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startSandbox } from '../../../sandbox/server.ts';
import { ROOT } from '../../../testbed/n8n/packPackage.ts';
import type { SuiteTestbed } from '../SuiteTestbed.ts';
import type { CredentialDialog } from './CredentialDialog.ts';
import type { Editor } from './Editor.ts';
import { labelled } from './labelled.ts';
import type { NodePanel } from './NodePanel.ts';
import { HINTS, NODE, SUSPEND, VISIBLE_HINT } from './wording.ts';

/**
 * What somebody sees who fills in a credential: explanations, what works, and what doesn't.
 *
 * @returns the panel of a node that has the credential now
 */
export async function credentialSteps(editor: Editor, suite: SuiteTestbed): Promise<NodePanel> {
	const { sandbox } = suite;
	const { url, accountId, clientId, clientSecret } = sandbox;
	let panel!: NodePanel;
	let credential: CredentialDialog;

	await suite.step('a new credential explains its fields', async () => {
		await editor.newWorkflow();
		panel = await editor.addNode(NODE, SUSPEND);
		credential = await panel.newCredential();
		await credential.choose('region', 'Custom');
		await labelled(credential.box, 'Account ID').getByText(VISIBLE_HINT).waitFor();
		for (const [field, hint] of HINTS) assert.match(await credential.hint(field), hint, field);
	});

	await suite.step('the credential and the node lead to the README', async () => {
		const page = await repositoryPage();
		assert.equal(await credential.docs(), page);
		assert.equal((await panel.docs()).replace(/\?utm_.*/, ''), page);
	});

	await suite.step('a credential that works is saved, and says so when it is opened again', async () => {
		const protectedUsers = 'breakglass-*@example.com';
		await credential.fill({ baseUrl: url, accountId, clientId, clientSecret, protectedUsers });
		await credential.save();
		await credential.expectToClose();
		credential = await panel.openCredential();
		await credential.expectSuccess();
	});

	await suite.step('a credential that does not work says what is wrong', async () => {
		await credential.fill({ clientSecret: 'wrong' });
		await credential.save();
		await credential.expectFailure(/refused the client ID or the client secret\. Copy both again/);

		await credential.fill({ clientSecret, accountId: 'A'.repeat(26) });
		await credential.save();
		await credential.expectFailure(/does not know this account at .*Check the credential's account ID/);

		// In another region nobody knows the OAuth application.
		const elsewhere = await startSandbox({ strict: true, clientId: 'somebody-else', versions: ['v1'] });
		try {
			await credential.fill({ accountId, baseUrl: elsewhere.url });
			await credential.save();
			await credential.expectFailure(new RegExp(`in the region of the credential.*${elsewhere.url}`));
			await credential.choose('apiVersion', 'v1beta1');
			await credential.save();
			await credential.expectFailure(/There is no version v1beta1 .*Set API Version to Automatic/);
		} finally {
			await elsewhere.close();
		}
		await credential.choose('apiVersion', 'Automatic');
		await credential.fill({ baseUrl: url });
		await credential.save();
		await credential.expectSuccess();
		await credential.close();
	});
	return panel;
}

/** The page of the repository, which shows the README. */
async function repositoryPage(): Promise<string> {
	const { repository } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
		repository: { url: string };
	};
	return repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
}
