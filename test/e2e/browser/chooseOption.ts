import type { Locator } from 'playwright-core';

/**
 * Opens a drop-down field, of a node or of a credential, and chooses an option.
 *
 * @param field what to click
 * @param option as it is shown
 */
export async function chooseOption(field: Locator, option: string): Promise<void> {
	await field.click();
	// n8n keeps the options of every list that was opened before, hidden.
	const options = field.page().getByTestId('parameter-input-item').filter({ visible: true });
	await options.getByText(option, { exact: true }).click();
	await options.first().waitFor({ state: 'hidden' });
}
