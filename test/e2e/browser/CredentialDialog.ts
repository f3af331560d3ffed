import type { Locator, Page } from 'playwright-core';
import { chooseOption } from './chooseOption.ts';

/** What can be typed into the credential. */
export interface CredentialFields {
	baseUrl?: string;
	accountId?: string;
	clientId?: string;
	clientSecret?: string;
	protectedUsers?: string;
}

/** The dialog in which a credential is filled in and tested. */
export class CredentialDialog {
	readonly #page: Page;
	/** The dialog itself. */
	readonly box: Locator;

	private constructor(page: Page) {
		this.#page = page;
		this.box = page.getByTestId('editCredential-modal');
	}

	/** Resolves when the dialog is there, with a name: n8n makes one up, and refuses to save without. */
	static async of(page: Page): Promise<CredentialDialog> {
		const dialog = new CredentialDialog(page);
		await dialog.#input('accountId').waitFor();
		await dialog.#name.filter({ hasText: /\S/ }).waitFor();
		return dialog;
	}

	/** The hint of a field, which n8n shows at its question mark. */
	async hint(field: string): Promise<string> {
		const row = this.box.getByTestId(field);
		await row.scrollIntoViewIfNeeded();
		await row.hover();
		await row.locator('[data-icon="circle-help"]').hover();
		const tooltip = this.#page.getByTestId('tooltip-content');
		await tooltip.waitFor();
		const text = await tooltip.innerText();
		await this.#name.hover();
		await tooltip.waitFor({ state: 'hidden' });
		return text;
	}

	/** Where n8n's "Read our docs" leads. */
	async docs(): Promise<string> {
		return (await this.box.getByRole('link', { name: 'Read our docs' }).getAttribute('href')) ?? '';
	}

	/** Chooses one of the options of a field. */
	async choose(field: 'region' | 'apiVersion', option: string): Promise<void> {
		await chooseOption(this.box.getByTestId(`parameter-input-${field}`), option);
	}

	async fill(fields: CredentialFields): Promise<void> {
		for (const [field, value] of Object.entries(fields)) await this.#input(field).fill(value as string);
	}

	async rename(name: string): Promise<void> {
		await this.box.getByTestId('inline-edit-preview').click();
		const input = this.box.getByTestId('inline-edit-input');
		await input.fill(name);
		await input.press('Enter');
		await input.waitFor({ state: 'hidden' });
	}

	/** Makes the dialog as high as what it holds, so that a picture shows all of it; else one has to scroll. */
	async showAll(): Promise<void> {
		const dialog = '[data-test-id="editCredential-modal"]';
		const content = `${dialog} :is(.el-dialog__body, .modal-content, .modal-content *)`;
		await this.#page.addStyleTag({
			content: `${dialog} { height: auto !important; max-height: none !important; } ${content} { overflow: visible !important; }`,
		});
	}

	/** Saves it; n8n tests it then. */
	async save(): Promise<void> {
		await this.box.getByTestId('credential-save-button').click();
	}

	/** Waits until n8n says that it could connect. */
	async expectSuccess(): Promise<void> {
		await this.box.getByText('Connection tested successfully').waitFor();
	}

	/** Waits until n8n says that it could not connect, and why. */
	async expectFailure(why: RegExp): Promise<void> {
		const more = this.box.getByText('More details');
		const reason = this.box.getByText(why);
		await more.or(reason).first().waitFor();
		if (await more.isVisible()) await more.click();
		await reason.waitFor();
	}

	/** Waits until n8n closes it by itself, as it does with a new credential that works. */
	async expectToClose(): Promise<void> {
		await this.box.waitFor({ state: 'hidden' });
	}

	async close(): Promise<void> {
		await this.box.getByLabel('Close this dialog').click();
		await this.expectToClose();
	}

	get #name(): Locator {
		return this.box.getByTestId('credential-name');
	}

	#input(field: string): Locator {
		return this.box.getByTestId(`parameter-input-${field}`).locator('input, textarea');
	}
}
