import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { credentialFields } from '../../../sandbox/control/credentialFields.ts';
import { activeMember, BREAK_GLASS } from '../../../testbed/account.ts';
import { ROOT } from '../../../testbed/n8n/packPackage.ts';
import type { SuiteTestbed } from '../SuiteTestbed.ts';
import { CredentialDialog } from './CredentialDialog.ts';
import { chooseOption } from './chooseOption.ts';
import type { Editor } from './Editor.ts';
import { labelled } from './labelled.ts';
import { NodePanel } from './NodePanel.ts';
import { readmeSteps, type ReadmeStep } from './readmeSteps.ts';

const HEADING = 'Two minutes to the first suspended user';

/**
 * Does what README's first steps say, in a new workflow of an n8n that has no credential for 1Password yet. What to click
 * is read from the README, in its order: a label that n8n doesn't have fails, and so does one that nothing here clicks.
 */
export async function walkReadme(editor: Editor, suite: SuiteTestbed): Promise<void> {
	const { sandbox } = suite;
	const steps = readmeSteps(await readFile(join(ROOT, 'README.md'), 'utf8'), HEADING);
	const { id, email } = activeMember(sandbox);
	let panel: NodePanel;
	const walk = async (number: number, work: (step: WalkedStep) => Promise<void>) =>
		await suite.step(`the README's step ${number} goes as it is written`, async () => {
			const step = new WalkedStep(steps[number - 1]);
			await work(step);
			step.expectDone();
		});
	const execute = async (button: string, output: RegExp) => {
		await panel.execute(new RegExp(`^\\s*${button}\\s*$`));
		return await panel.row(output);
	};

	await walk(1, async () => {
		await suite.n8n.deleteCredential(suite.credentials['onePasswordUsersApi']!);
	});
	await walk(2, async (step) => {
		await editor.newWorkflow();
		const list = await editor.openNodeList(step.label().toLowerCase());
		const [text, node] = [step.code(), step.label()];
		await list.search(text, node);
		await list.chooseNode(node);
		await list.unfold(step.label());
		await list.choose(step.label());
		panel = await NodePanel.of(editor.page);
	});
	await walk(3, async (step) => {
		await labelled(panel.box, step.label()).getByRole('button', { name: step.label() }).click();
		const dialog = await CredentialDialog.of(editor.page);
		const values = new Map<string, string>([...credentialFields(sandbox), ['Protected Users', BREAK_GLASS]]);
		while (values.size > 0) await enter(dialog, step.label(), values);
		await dialog.box.getByRole('button', { name: step.label(), exact: true }).click();
		await editor.page.getByText(step.said()).waitFor();
		await dialog.expectToClose();
	});
	await walk(4, async (step) => {
		const picker = await panel.userPicker(labelled(panel.box, step.label()));
		await picker.choose(email);
	});
	await walk(5, async (step) => {
		const [options, dryRun] = [step.label(), step.label()];
		await panel.addOption(options, dryRun);
		await labelled(panel.box, dryRun).locator('.el-switch').click();
		await execute(step.label(), new RegExp(email));
		await panel.expectOutput(step.said());
		assert.equal(sandbox.user(id).state, 'ACTIVE');
	});
	await walk(6, async (step) => {
		await labelled(panel.box, step.label()).locator('.el-switch').click();
		const row = await execute(step.label(), /SUSPENDED/);
		assert.equal(`"changed": ${row['changed']}`, step.code());
		assert.equal(sandbox.user(id).state, 'SUSPENDED');
		await chooseOption(labelled(panel.box, step.label()).getByTestId('parameter-input'), step.label());
		await execute(step.label(), /ACTIVE.*SUSPENDED/s);
		assert.equal(sandbox.user(id).state, 'ACTIVE');
	});
}

/** Enters the value for a field that the README names, and takes it off the list. */
async function enter(dialog: CredentialDialog, label: string, values: Map<string, string>): Promise<void> {
	const value = values.get(label);
	assert(value !== undefined, `The README says to enter "${label}", and nothing here knows what.`);
	values.delete(label);
	const field = labelled(dialog.box, label);
	if (label !== 'Region') return await field.locator('input, textarea').fill(value);
	await chooseOption(field.getByTestId('parameter-input'), value);
	// Nobody who has an account at 1Password itself needs it.
	await enter(dialog, 'Base URL', values);
}

/** Hands out what a step names, one after the other. */
class WalkedStep {
	readonly #step: ReadmeStep;

	constructor(step: ReadmeStep | undefined) {
		assert(step, 'The README has fewer steps.');
		this.#step = structuredClone(step);
	}

	/** The next label to click. */
	label(): string {
		return this.#next('labels');
	}

	/** The next text to type, or value to see. */
	code(): string {
		return this.#next('code');
	}

	/** What n8n says next; three dots stand for the rest. */
	said(): string {
		return this.#next('said').replace(/…$/, '');
	}

	/** Makes sure that nothing the step names was left out. */
	expectDone(): void {
		assert.deepEqual(this.#step, { labels: [], code: [], said: [] });
	}

	#next(kind: keyof ReadmeStep): string {
		const next = this.#step[kind].shift();
		assert(next, `The README's step names too few ${kind}.`);
		return next;
	}
}
