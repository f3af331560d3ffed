import type { Locator } from 'playwright-core';
import { untilSeen } from './untilSeen.ts';

/**
 * Opens a drop-down field, of a node or of a credential, and chooses an option.
 *
 * @param field what to click
 * @param option as it is shown
 */
export async function chooseOption(field: Locator, option: string): Promise<void> {
	// n8n keeps the options of every list that was opened before, hidden.
	const options = field.page().getByTestId('parameter-input-item').filter({ visible: true });
	const wanted = options.getByText(option, { exact: true });
	await untilSeen(wanted, async () => await field.click());
	await wanted.click();
	await options.first().waitFor({ state: 'hidden' });
}
