import type { Locator, Page } from 'playwright-core';
import { CredentialDialog } from './CredentialDialog.ts';
import { chooseOption } from './chooseOption.ts';
import { labelled } from './labelled.ts';
import { UserPicker } from './UserPicker.ts';

/** One row of the output's table: the text of each cell by the name of its column. */
export type Row = Record<string, string>;

/** What n8n shows of one node: its parameters in the middle, its output at the right. */
export class NodePanel {
	readonly #page: Page;
	/** The panel itself. */
	readonly box: Locator;
	/** What the last run put out. */
	readonly output: Locator;

	private constructor(page: Page) {
		this.#page = page;
		this.box = page.getByTestId('ndv');
		this.output = page.getByTestId('output-panel');
	}

	/** Resolves when the panel is there. */
	static async of(page: Page): Promise<NodePanel> {
		const panel = new NodePanel(page);
		await panel.box.waitFor();
		return panel;
	}

	/** Where the panel's "Docs" leads. */
	async docs(): Promise<string> {
		return (await this.box.getByRole('link', { name: 'Docs' }).getAttribute('href')) ?? '';
	}

	/** Begins with a new credential. */
	async newCredential(): Promise<CredentialDialog> {
		await this.#page.getByTestId('node-credentials-select').click();
		await this.#page.getByTestId('node-credentials-select-item-new').click();
		return await CredentialDialog.of(this.#page);
	}

	/** Opens the credential that is chosen; n8n tests it then. */
	async openCredential(): Promise<CredentialDialog> {
		await this.#page.getByTestId('credential-edit-button').click();
		return await CredentialDialog.of(this.#page);
	}

	/** Chooses one of the options of a parameter. */
	async choose(parameter: string, option: string): Promise<void> {
		await chooseOption(this.#page.getByTestId(`parameter-input-${parameter}`), option);
	}

	/** Adds an option to a collection of them. */
	async addOption(collection: string, option: string): Promise<void> {
		await labelled(this.box, collection).getByTestId('collection-parameter-add').click();
		await this.#page.getByTestId('collection-parameter-option').getByText(option, { exact: true }).click();
	}

	/** Switches on a parameter that is off. */
	async switchOn(parameter: string): Promise<void> {
		await this.#page.getByTestId(`parameter-input-${parameter}`).locator('.el-switch').click();
	}

	/** Types into a parameter. */
	async fill(parameter: string, value: string): Promise<void> {
		await this.#page.getByTestId(`parameter-input-${parameter}`).locator('input').fill(value);
	}

	/** Puts a value in place of the expression that a parameter begins with. */
	async fixValue(parameter: string, value: string): Promise<void> {
		const input = this.#page.getByTestId(`parameter-input-${parameter}`);
		const field = this.box.getByTestId('parameter-item').filter({ has: input });
		await field.hover();
		await field.getByTestId('radio-button-fixed').click();
		await this.fill(parameter, value);
	}

	/** Opens the list of users, whatever named the user before. */
	async openUserPicker(): Promise<UserPicker> {
		await this.#nameUserBy('list');
		return await this.userPicker(this.box);
	}

	/** Opens the list of users of a field that names them by it. */
	async userPicker(field: Locator): Promise<UserPicker> {
		return await UserPicker.open(field.getByTestId('rlc-input'), this.output);
	}

	/** Types in whom the node is about. */
	async enterUser(by: 'id' | 'email', value: string): Promise<void> {
		await this.#nameUserBy(by);
		await this.#page.getByTestId('rlc-input').fill(value);
		// What the field held before may be wrong now; n8n refuses to run the node until it has read the new value.
		await this.#page.getByTestId('node-issues').waitFor({ state: 'detached' });
	}

	/** Whom the node is about, as the field shows it. */
	async user(): Promise<string> {
		return await this.#page.getByTestId('rlc-input').inputValue();
	}

	async #nameUserBy(mode: 'list' | 'id' | 'email'): Promise<void> {
		await this.#page.getByTestId('rlc-mode-selector').click();
		await this.#page.getByTestId(`mode-${mode}`).click();
	}

	/**
	 * Runs the node; of a trigger, fetches a test event. Waits until n8n has read what the run left: that comes later than the
	 * output, and would be shown in place of what a run in between puts out.
	 *
	 * @param button what the button says, where that matters
	 */
	async execute(button = /./): Promise<void> {
		await Promise.all([
			this.#page.waitForResponse(/\/rest\/executions\/\w+$/),
			this.#page.getByTestId('node-execute-button').filter({ hasText: button }).click(),
		]);
	}

	/** Waits until the output says this, however it is shown. */
	async expectOutput(text: string): Promise<void> {
		await this.output.getByText(text).first().waitFor();
	}

	/**
	 * The first row of the output, once it is there.
	 *
	 * @param text what it says, the cells one behind the other: what an earlier run put out is there until the new run ends
	 */
	async row(text: RegExp): Promise<Row> {
		const row = this.output.locator('tbody tr').filter({ hasText: text }).first();
		await row.waitFor();
		const names = await this.output.locator('thead th').allInnerTexts();
		const cells = await row.locator('td').allInnerTexts();
		const pairs = names.map((name, column) => [name.trim(), (cells[column] ?? '').trim()] as const);
		// The last column is empty: it keeps the others narrow.
		return Object.fromEntries(pairs.filter(([name]) => name));
	}

	/** Waits until the output has so many items. */
	async expectItems(count: number): Promise<void> {
		await this.output.getByTestId('ndv-items-count').getByText(`${count} items`).waitFor();
	}

	/** What went wrong, and what to do about it, once the output says so. */
	async failure(): Promise<{ message: string; description: string }> {
		const message = this.output.getByTestId('node-error-message');
		await message.waitFor();
		const description = this.output.getByTestId('node-error-description');
		return { message: await message.innerText(), description: await description.innerText() };
	}

	/** Shows the output in another way. */
	async showOutputAs(mode: 'schema' | 'table' | 'json'): Promise<void> {
		await this.output.getByTestId(`radio-button-${mode}`).click();
	}

	async close(): Promise<void> {
		await this.#page.getByTestId('ndv-close-button').click();
		await this.box.waitFor({ state: 'hidden' });
	}
}
