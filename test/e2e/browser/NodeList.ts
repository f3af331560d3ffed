import type { Locator, Page } from 'playwright-core';
import { untilSeen } from './untilSeen.ts';

/** The list at the right from which nodes are added. */
export class NodeList {
	readonly #page: Page;

	private constructor(page: Page) {
		this.#page = page;
	}

	/** Opens it by n8n's key for that. */
	static async open(page: Page, key: string): Promise<NodeList> {
		const list = new NodeList(page);
		await untilSeen(list.#search, async () => await page.keyboard.press(key));
		return list;
	}

	/** Types what somebody would look for, and waits until this entry is found by it. */
	async search(text: string, entry: string): Promise<void> {
		await untilSeen(this.#item(entry), async () => await this.#search.fill(text));
	}

	/** The same, where the entry may be there already, by an earlier search. */
	async find(text: string, entry: string): Promise<void> {
		await this.#search.fill('');
		await this.#item(entry).waitFor({ state: 'hidden' });
		await this.search(text, entry);
	}

	/** Opens what a node can do, all of it: its triggers and its actions. */
	async open(node: string): Promise<void> {
		await this.chooseNode(node);
		for (const category of ['Triggers', 'Actions']) {
			// Which of the two is folded depends on what the workflow has already.
			await this.#heading(category).waitFor();
			if ((await this.#folded(category).count()) > 0) await this.unfold(category);
		}
	}

	/** Unfolds a category that is folded. */
	async unfold(category: string): Promise<void> {
		await this.#folded(category).waitFor();
		await untilSeen(this.#unfolded(category), async () => await this.#heading(category).click());
	}

	/** What is on the list now. */
	async entries(): Promise<string[]> {
		return await this.#items.allInnerTexts();
	}

	/** Opens what a node can do. */
	async chooseNode(node: string): Promise<void> {
		await untilSeen(this.#heading('Actions'), async () => await this.#item(node).click());
	}

	/** Adds a node by one of its actions or triggers. */
	async choose(action: string): Promise<void> {
		await this.#item(action).click();
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

	#unfolded(category: string): Locator {
		return this.#page.locator('[data-category-collapsed="false"]').filter({ has: this.#heading(category) });
	}

	#item(name: string): Locator {
		return this.#items.getByText(name, { exact: true });
	}
}
