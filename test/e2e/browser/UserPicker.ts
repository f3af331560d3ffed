import type { Locator, Page } from 'playwright-core';
import { untilSeen } from './untilSeen.ts';

/** The list of users of a node's field. */
export class UserPicker {
	readonly #page: Page;
	readonly #entries: Locator;

	private constructor(page: Page) {
		this.#page = page;
		this.#entries = page.getByTestId('rlc-item');
	}

	/**
	 * Opens it, and resolves when the first users are there. n8n never fills a list that is opened just before it stores a
	 * new workflow: such a list has to be closed and opened again.
	 *
	 * @param field what to click
	 * @param elsewhere a click there closes the list
	 */
	static async open(field: Locator, elsewhere: Locator): Promise<UserPicker> {
		const picker = new UserPicker(field.page());
		await untilSeen(picker.#entries.first(), async () => {
			await elsewhere.click({ position: { x: 1, y: 1 } });
			await field.click();
		});
		return picker;
	}

	/** What is on the list so far. */
	async entries(): Promise<string[]> {
		return await this.#entries.allInnerTexts();
	}

	/**
	 * Scrolls to the end, again and again, until the list has so many users.
	 *
	 * @throws when no more users come
	 */
	async scrollUntil(count: number): Promise<void> {
		for (let shown = await this.#entries.count(); shown < count; shown = await this.#entries.count()) {
			await this.#entries.last().scrollIntoViewIfNeeded();
			await this.#entries.nth(shown).waitFor();
		}
	}

	/** Types a part of a name or email, and waits until the list has those users only. */
	async search(text: string, found: number): Promise<void> {
		await this.#page.getByTestId('rlc-search').fill(text);
		await this.#entries.nth(found).waitFor({ state: 'detached' });
		await this.#entries.nth(found - 1).waitFor();
	}

	/** @param user a part of what the list says */
	async choose(user: string): Promise<void> {
		await this.#entries.filter({ hasText: user }).click();
		await this.#entries.first().waitFor({ state: 'hidden' });
	}
}
