import type { SuiteTestbed } from '../SuiteTestbed.ts';
import type { Editor } from './Editor.ts';
import { expectInSight } from './expectInSight.ts';
import { labelled } from './labelled.ts';
import { NODE, PAIRS_HINT, SUSPEND, VISIBLE_HINT } from './wording.ts';

/** A small laptop's window. */
const NARROW = { width: 1100, height: 760 };

/**
 * What n8n's table has room for there, each column being as wide as what it holds: that a run was dry has to be said
 * above it. As a schema, with the fields below each other, all that matters is in sight.
 */
const FIRST_COLUMNS = ['id', 'email'];
const FIRST_FIELDS = [...FIRST_COLUMNS, 'state', 'previous_state', 'changed', 'dry_run'];

/** Looks at what matters in each theme, and in a narrow window: nothing of it may be cut off. */
export async function looks(editor: Editor, suite: SuiteTestbed): Promise<void> {
	for (const theme of ['light', 'dark'] as const)
		await suite.step(`nothing that matters is cut off at ${NARROW.width} pixels, ${theme}`, async () => {
			await editor.prefer(theme);
			await editor.page.setViewportSize(NARROW);
			await editor.newWorkflow();
			const panel = await editor.addNode(NODE, SUSPEND);
			const picker = await panel.openUserPicker();
			const [first = ''] = await picker.entries();
			await expectInSight(panel.box.page().getByText(first, { exact: true }), panel.box);
			await picker.choose(first);

			await panel.addOption('Options', 'Dry Run');
			await panel.switchOn('dryRun');
			await panel.execute();
			await expectInSight(panel.output.getByText('Dry run: nothing was changed.'), panel.output);
			await panel.showOutputAs('table');
			for (const column of FIRST_COLUMNS)
				await expectInSight(
					panel.output.locator('thead th').getByText(column, { exact: true }),
					panel.output,
				);
			await panel.showOutputAs('schema');
			for (const field of FIRST_FIELDS)
				await expectInSight(panel.output.getByText(field, { exact: true }).first(), panel.output);

			const dialog = await panel.openCredential();
			const accountId = labelled(dialog.box, 'Account ID');
			await expectInSight(accountId.getByText(VISIBLE_HINT), dialog.box);
			await dialog.close();
			await panel.close();

			await editor.newWorkflow();
			const trigger = await editor.addNode(NODE, 'On user suspended');
			await expectInSight(trigger.box.getByText(PAIRS_HINT), trigger.box);
			await trigger.close();
		});
}
