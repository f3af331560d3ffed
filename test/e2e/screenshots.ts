import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ROOT } from '../../testbed/n8n/packPackage.ts';
import { Report } from '../../testbed/terminal/Report.ts';
import { credentialFor, inARow, newNode, newWorkflow, webhook } from '../../testbed/n8n/newWorkflow.ts';
import { ActiveExample } from '../../testbed/n8n/ActiveExample.ts';
import { activeMember, PROTECTED_USERS } from '../../testbed/account.ts';
import { runMain } from '../../testbed/terminal/runMain.ts';
import { startTestbed, type Testbed } from '../../testbed/testbed.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { boxOf, Editor, type Box } from './browser/Editor.ts';
import { NODE, SUSPEND } from './browser/wording.ts';
import { packedPackage } from './underTest.ts';

/** Remakes the pictures of the README. */

const FOLDER = join(ROOT, 'docs', 'images');
const EXAMPLE = 'siem-alert-suspend-by-email.json';

/** Enough for dense screens: a README shows pictures smaller than they are. */
const SCALE = 1.5;
const SIZE = { width: 1440, height: 760 };
/** Enough for an example and what came of it. */
const ROOMY = { width: 1300, height: 1300 };
/** Higher than the longest dialog. */
const TALL = { width: 1280, height: 1600 };

type Take = (name: string, clip?: Box) => Promise<void>;

async function main(signal: AbortSignal): Promise<boolean> {
	const report = new Report();
	await using testbed = await startTestbed({ users: 150, signal, archive: packedPackage() }, report);
	const { sandbox, server } = testbed;
	removeUnreadable(sandbox);
	await mkdir(FOLDER, { recursive: true });
	await using editor = await Editor.open({ url: server.url, signal, scale: SCALE, size: SIZE });
	const take: Take = async (name, clip) => {
		const path = join(FOLDER, `${name}.png`);
		await editor.calmDown();
		await editor.screenshot(path, clip);
		report.line(`  ✔ ${relative(ROOT, path)}`);
	};
	await nodeWithPicker(editor, take);
	await audit(editor, testbed, take);
	await trigger(editor, take);
	await workflow(editor, testbed, take);
	await credential(editor, sandbox, take);
	return true;
}

/** Not every machine that takes the pictures has a font for them. */
function removeUnreadable(sandbox: Sandbox): void {
	const unreadable = sandbox.users.filter(({ display_name = '' }) =>
		/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(display_name),
	);
	for (const { id } of unreadable) sandbox.removeUser(id);
}

/** Somebody is picked, and suspended for a try. */
async function nodeWithPicker(editor: Editor, take: Take): Promise<void> {
	await editor.newWorkflow();
	const panel = await editor.addNode(NODE, SUSPEND);
	const picker = await panel.openUserPicker();
	await picker.search('nkosi', 2);
	await take('node-with-picker');
	await picker.choose('kofi.nkosi');
	await panel.addOption('Options', 'Dry Run');
	await panel.switchOn('dryRun');
	await panel.addOption('Options', 'Max Changes');
	await panel.fill('maxChanges', '1');
	await panel.execute();
	await panel.expectOutput('kofi.nkosi@example.org');
	await panel.showOutputAs('schema');
	await take('node-with-result');
	await panel.close();
}

/** A list of people beside what Audit says of them. */
async function audit(editor: Editor, { n8n, sandbox, credentials }: Testbed, take: Take): Promise<void> {
	const gone = [{ email: 'frances.adeyemi@example.com' }, { email: 'jo.berg@example.com' }];
	const unlisted = sandbox.users.filter(({ state }) => state === 'ACTIVE').slice(4, 7);
	const people = [...gone, ...sandbox.users.filter((user) => !unlisted.includes(user))];
	const roster = people.map(({ email = '' }, row) => ({
		json: { email, department: ['Finance', 'Engineering', 'Sales'][row % 3] },
	}));
	const nodes = [
		webhook('audit'),
		newNode('Roster', 'n8n-nodes-base.extractFromFile', 1, { operation: 'csv', options: {} }),
		newNode(
			'Audit',
			'n8n-nodes-1password-users.onePasswordUsers',
			1,
			{ operation: 'audit' },
			{
				credentials: credentialFor('onePasswordUsersApi', credentials),
			},
		),
	];
	for (const [place, node] of nodes.entries()) node.position = [place * 220, 0];
	const made = {
		...newWorkflow('Audit', nodes, inARow(nodes)),
		pinData: { Webhook: [{ json: {} }], Roster: roster },
	};
	const { id } = await n8n.addActiveWorkflow(made);
	const panel = await editor.openNode(id, 'Audit');
	await panel.execute();
	await panel.expectOutput('listed_not_found');
	await panel.showOutputAs('table');
	await take('audit');
	await panel.close();
}

/** The trigger with a test event. */
async function trigger(editor: Editor, take: Take): Promise<void> {
	await editor.newWorkflow();
	const panel = await editor.addNode(NODE, 'On user suspended');
	await panel.execute();
	await panel.expectOutput('user.suspended');
	await panel.showOutputAs('schema');
	await take('trigger');
	await panel.close();
}

/** An example that has run, in both themes. */
async function workflow(editor: Editor, testbed: Testbed, take: Take): Promise<void> {
	const example = await ActiveExample.import(testbed, EXAMPLE);
	const user = { email: activeMember(testbed.sandbox).email };
	await example.call({ rule: 'Impossible travel', severity: 'high', user });
	const [execution] = await testbed.n8n.executions();
	if (!execution) throw new Error(`"${example.name}" has not run.`);
	await editor.page.setViewportSize(ROOMY);
	const part = await editor.openExecution(execution);
	await take('workflow-result', part);
	await editor.prefer('dark');
	await take('workflow-result-dark', part);
	await editor.prefer('light');
}

/** The credential as somebody fills it in. It is not saved: n8n would test it, and so ask 1Password itself. */
async function credential(editor: Editor, { accountId, clientId }: Sandbox, take: Take): Promise<void> {
	await editor.newWorkflow();
	const panel = await editor.addNode(NODE, 'Get user');
	await editor.page.setViewportSize(TALL);
	const dialog = await panel.newCredential();
	const clientSecret = 'made up, and hidden';
	await dialog.fill({ accountId, clientId, clientSecret, protectedUsers: PROTECTED_USERS });
	await dialog.rename('1Password Users account');
	await dialog.showAll();
	await take('credential', await boxOf(dialog.box));
}

await runMain(main);
