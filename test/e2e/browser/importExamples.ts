import assert from 'node:assert/strict';
import { accountCredential, activeMember } from '../../../testbed/account.ts';
import { readExample } from '../../../testbed/n8n/ActiveExample.ts';
import { webhookPath, withCredentials, type CredentialsByType } from '../../../testbed/n8n/workflow.ts';
import type { CredentialReference } from '../../../testbed/n8n/N8nRest.ts';
import { exampleFiles } from '../examples/exampleFiles.ts';
import { FileServer } from '../examples/FileServer.ts';
import type { SuiteTestbed } from '../SuiteTestbed.ts';
import type { Editor } from './Editor.ts';
import { ImportedExample } from './ImportedExample.ts';

const SIEM_ALERT = 'siem-alert-suspend-by-email.json';
const AUDIT = 'access-audit.json';
const AGENT = 'agent-may-ask-to-suspend.json';

/**
 * Imports each example by hand, chooses credentials as its note says, and publishes it. The credentials have names that
 * no file knows, and n8n has another one of the same type to confuse them with: one with which nobody can be suspended.
 */
export async function importExamples(editor: Editor, suite: SuiteTestbed): Promise<void> {
	const { n8n, sandbox, webhookKey } = suite;

	await suite.step('an imported example is marked where a credential is missing', async () => {
		const example = await ImportedExample.open(editor, AGENT);
		assert.deepEqual(await example.marked(), ['Chat', 'Model']);
	});

	let ours: CredentialReference;
	let chosen: CredentialsByType;
	await suite.step('there are credentials to choose from', async () => {
		chosen = await credentialsFor(suite);
		ours = chosen['onePasswordUsersApi']!;
		// The editor doesn't hear of what is made without it.
		await editor.page.reload();
	});

	for (const file of await exampleFiles())
		await suite.step(`${file} is imported, set up by its note and published`, async () => {
			const example = await ImportedExample.open(editor, file);
			const { nodes } = withCredentials(example.workflow, chosen);
			const wanted = nodes.flatMap(({ name, credentials }) =>
				Object.keys(credentials ?? {}).map((type) => ({ node: name, credential: chosen[type]! })),
			);
			for (const { node, credential } of wanted) {
				assert(example.notes.includes(`*${node}*`), `The note does not say to set up "${node}".`);
				await example.choose(node, credential);
			}
			assert.deepEqual(await example.marked(), []);
			await example.publish();

			await example.reload();
			assert.deepEqual(await example.marked(), []);
			for (const { node, credential } of wanted)
				if (credential === ours) assert.equal(await example.credentialOf(node), ours.name, node);
		});

	await suite.step('a published example suspends with the credential that was chosen', async () => {
		const { email } = activeMember(sandbox);
		const path = webhookPath(await readExample(SIEM_ALERT));
		const data = { severity: 'high', user: { email } };
		const headers = { [webhookKey.header]: webhookKey.value };
		const request = { method: 'POST', headers, data };
		const answer = await n8n.callWebhook<{ outcome: string }>(path, request);
		assert.equal(answer.outcome, `Suspended ${email}.`);
	});

	await suite.step(
		'"Execute step" on Audit, and then on the last node, starts at the trigger that one expects',
		async () => {
			await using roster = await FileServer.start();
			const [, ...others] = sandbox.users.filter(({ state, email }) => state === 'ACTIVE' && email);
			roster.csv = `email\n${others.map(({ email }) => email).join('\n')}\n`;
			const example = await ImportedExample.open(editor, AUDIT);
			await example.choose('Compare with 1Password', ours);
			const download = await example.openNode('Download the Roster');
			await download.fill('url', roster.url);
			await download.close();
			const audit = await example.openNode('Compare with 1Password');
			await audit.execute();
			await audit.expectOutput('1 active but not listed.');
			await audit.close();
			const report = await example.openNode('Report');
			await report.execute();
			await report.expectOutput('1 active in 1Password, but not in the roster');
		},
	);
}

/** Credentials of every type that the examples need, under names of their own. */
async function credentialsFor({ n8n, sandbox, webhookKey }: SuiteTestbed): Promise<CredentialsByType> {
	const account = accountCredential(sandbox);
	const onePasswordUsersApi = await n8n.createCredential({ ...account, name: 'Our company' });
	await n8n.createCredential({ ...account, name: 'For reports', data: { ...account.data, readOnly: true } });
	const { header: name, value } = webhookKey;
	return {
		onePasswordUsersApi,
		httpHeaderAuth: await n8n.createCredential({
			name: 'Key of our SIEM',
			type: 'httpHeaderAuth',
			data: { name, value },
		}),
		httpBasicAuth: await n8n.createCredential({
			name: 'Team login',
			type: 'httpBasicAuth',
			data: { user: 'team', password: 'only for this test' },
		}),
		openAiApi: await n8n.createCredential({
			name: 'Our model',
			type: 'openAiApi',
			data: { apiKey: 'only for this test' },
		}),
	};
}
