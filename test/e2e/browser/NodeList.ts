import type { Locator, Page } from 'playwright-core';

/** The list at the right from which nodes are added. */
export class NodeList {
	readonly #page: Page;

	private constructor(page: Page) {
		this.#page = page;
	}

	/** Resolves when the list is there. */
	static async of(page: Page): Promise<NodeList> {
		const list = new NodeList(page);
		await list.#search.waitFor();
		return list;
	}

	/** Types what somebody would look for. */
	async search(text: string): Promise<void> {
		await this.#search.fill(text);
	}

	/** Types what somebody would look for, and waits until this node is found by it. */
	async find(text: string, node: string): Promise<void> {
		// What an earlier search has found must be gone first.
		await this.search('');
		await this.#item(node).waitFor({ state: 'hidden' });
		await this.search(text);
		await this.#item(node).waitFor();
	}

	/** Opens what a node can do, all of it: its triggers and its actions. */
	async open(node: string): Promise<void> {
		await this.choose(node);
		for (const category of ['Triggers', 'Actions']) {
			// Which of the two is folded depends on what the workflow has already.
			await this.#heading(category).waitFor();
			if ((await this.#folded(category).count()) > 0) await this.unfold(category);
		}
	}

	/** Unfolds a category that is folded. */
	async unfold(category: string): Promise<void> {
		await this.#folded(category).waitFor();
		await this.#heading(category).click();
		await this.#folded(category).waitFor({ state: 'detached' });
	}

	/** What is on the list now. */
	async entries(): Promise<string[]> {
		return await this.#items.allInnerTexts();
	}

	async choose(entry: string): Promise<void> {
		await this.#item(entry).click();
	}

	get #search(): Locator {
		return this.#page.getByTestId('node-creator-search-bar');
	}

	get #items(): Locator {
		return this.#page.getByTestId('node-creator-item-name');
	}

	#heading(category: string): Locator {
		return this.#page.getByTestId('node-creator-category-item').filter({ hasText: category });
	}

	#folded(category: string): Locator {
		return this.#page.locator('[data-category-collapsed="true"]').filter({ has: this.#heading(category) });
	}

	#item(name: string): Locator {
		return this.#items.getByText(name, { exact: true });
	}
}
