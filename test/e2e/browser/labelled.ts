import type { Locator } from 'playwright-core';

/** What n8n puts around a field and its label: of a node, of a credential, and around the choice of a credential. */
const FIELDS = ['parameter-item', 'credential-connection-parameter', 'node-credentials-slot'];

/**
 * A field of a node or of a credential, by its label.
 *
 * @param scope where it is: the node's panel, the credential's dialog
 * @param label as n8n shows it, without the star of a required field
 * @returns what holds the label and the field itself
 */
export function labelled(scope: Locator, label: string): Locator {
	const text = label.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
	// Beside the title, the label holds a question mark and the choice between Fixed and Expression.
	const title = scope.page().locator('label.n8n-input-label > div:first-child > div:first-child', {
		hasText: new RegExp(`^\\s*${text}\\s*\\*?\\s*$`),
	});
	const fields = scope.locator(FIELDS.map((name) => `[data-test-id="${name}"]`).join(', '));
	// An option is a field inside the field of its collection.
	return fields.filter({ has: title }).last();
}
