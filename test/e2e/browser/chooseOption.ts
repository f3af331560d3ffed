import type { Page } from 'playwright-core';

/**
 * Opens a drop-down field, of a node or of a credential, and chooses an option.
 *
 * @param field its name in the parameters
 * @param option as it is shown
 */
export async function chooseOption(page: Page, field: string, option: string): Promise<void> {
	await page.getByTestId(`parameter-input-${field}`).click();
	// n8n keeps the options of every list that was opened before, hidden.
	const options = page.getByTestId('parameter-input-item').filter({ visible: true });
	await options.getByText(option, { exact: true }).click();
	await options.first().waitFor({ state: 'hidden' });
}
