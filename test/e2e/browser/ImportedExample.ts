import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { readExample } from '../../../testbed/n8n/ActiveExample.ts';
import { ROOT } from '../../../testbed/n8n/packPackage.ts';
import type { Workflow, WorkflowNode } from '../../../testbed/n8n/workflow.ts';
import type { Editor } from './Editor.ts';
import { NodePanel } from './NodePanel.ts';

const NOTE = 'n8n-nodes-base.stickyNote';

/** An example that somebody imports in the editor and sets up there. */
export class ImportedExample {
	readonly workflow: Workflow;
	readonly #editor: Editor;

	private constructor(editor: Editor, workflow: Workflow) {
		this.#editor = editor;
		this.workflow = workflow;
	}

	/** Imports a file of the folder `examples` into a new workflow, through n8n's menu: Import → From file. */
	static async open(editor: Editor, file: string): Promise<ImportedExample> {
		const { page } = editor;
		await editor.newWorkflow();
		await page.getByTestId('workflow-menu').click();
		await page.getByRole('menuitem', { name: 'Import', exact: true }).hover();
		const choosing = page.waitForEvent('filechooser');
		await page.getByRole('menuitem', { name: 'From file', exact: true }).click();
		await (await choosing).setFiles(join(ROOT, 'examples', file));
		const example = new ImportedExample(editor, await readExample(file));
		await example.#shown();
		return example;
	}

	/** What its notes say, all together. */
	get notes(): string {
		return this.workflow.nodes
			.filter(({ type }) => type === NOTE)
			.map(({ parameters }) => String(parameters['content']))
			.join('\n\n');
	}

	/** The nodes that n8n marks on the canvas, because something is missing in them. */
	async marked(): Promise<string[]> {
		const marks: string[] = [];
		for (const { name } of this.#nodes)
			if ((await this.#onCanvas(name).getByTestId('node-issues').count()) > 0) marks.push(name);
		return marks;
	}

	/** Opens a node. */
	async openNode(name: string): Promise<NodePanel> {
		await this.#onCanvas(name).dblclick();
		return await NodePanel.of(this.#editor.page);
	}

	/** Chooses a credential in a node, whatever n8n has chosen. */
	async choose(node: string, { id }: { id: string }): Promise<void> {
		const panel = await this.openNode(node);
		await panel.box.getByTestId('node-credentials-select').click();
		await this.#editor.page.getByTestId(`node-credentials-select-item-${id}`).click();
		await panel.close();
	}

	/** The name of the credential that a node has. */
	async credentialOf(node: string): Promise<string> {
		const panel = await this.openNode(node);
		const select = panel.box.getByTestId('node-credentials-select');
		await select.waitFor();
		const name = await select.locator('input').first().inputValue();
		await panel.close();
		return name;
	}

	/** Loads it anew, as it is stored. */
	async reload(): Promise<void> {
		await this.#editor.page.reload();
		await this.#shown();
	}

	/** Publishes it, and waits until n8n says so. */
	async publish(): Promise<void> {
		const { page } = this.#editor;
		const button = page.getByTestId('workflow-open-publish-modal-button');
		await button.click();
		await page.getByTestId('workflow-publish-button').click();
		await button.getByText('Published', { exact: true }).waitFor();
	}

	get #nodes(): WorkflowNode[] {
		return this.workflow.nodes.filter(({ type }) => type !== NOTE);
	}

	async #shown(): Promise<void> {
		for (const { name } of this.#nodes) await this.#onCanvas(name).waitFor();
	}

	#onCanvas(name: string): Locator {
		return this.#editor.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}
}
