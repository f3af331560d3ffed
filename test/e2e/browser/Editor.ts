import { errors, type Browser, type Locator, type Page } from 'playwright-core';
import { waitFor } from '../../../testbed/system/waitFor.ts';
import { OWNER } from '../../../testbed/n8n/setUpN8n.ts';
import type { Evidence } from '../Evidence.ts';
import { NodeList } from './NodeList.ts';
import { NodePanel } from './NodePanel.ts';
import { openBrowser } from './openBrowser.ts';
import { untilSeen } from './untilSeen.ts';

/** For a busy machine; normally it takes far less. */
const WITHIN_MS = 60_000;

/** A part of the page, in pixels. */
export type Box = Record<'x' | 'y' | 'width' | 'height', number>;

/** Where the editor is, and how it is looked at. */
export interface EditorOptions {
	/** Where n8n listens, without a path. */
	url: string;
	signal: AbortSignal;
	/** Pixels of a screenshot for each pixel of the page; defaults to 1. */
	scale?: number;
	size?: { width: number; height: number };
}

/** n8n's editor in a real browser, in the words of the person in front of it. */
export class Editor implements AsyncDisposable {
	readonly page: Page;
	readonly #browser: Browser;

	private constructor(browser: Browser, page: Page) {
		this.#browser = browser;
		this.page = page;
	}

	/** Opens it and signs in as the owner. To be disposed of. */
	static async open({ url, signal, scale, size }: EditorOptions): Promise<Editor> {
		const browser = await openBrowser(signal);
		try {
			const page = await browser.newPage({
				baseURL: url,
				viewport: size ?? { width: 1440, height: 900 },
				deviceScaleFactor: scale,
				colorScheme: 'light',
				locale: 'en-GB',
				reducedMotion: 'reduce',
			});
			page.setDefaultTimeout(WITHIN_MS);
			const editor = new Editor(browser, page);
			await editor.#signIn();
			return editor;
		} catch (error) {
			await browser.close();
			throw error;
		}
	}

	async #signIn(): Promise<void> {
		await this.page.goto('/signin');
		await this.page.getByLabel('Email').fill(OWNER.email);
		await this.page.locator('input[type=password]').fill(OWNER.password);
		await this.page.getByRole('button', { name: 'Sign in' }).click();
		await this.page.waitForURL(({ pathname }) => !pathname.includes('signin'));
	}

	/** Opens an empty workflow by n8n's menu: its address would load the whole editor anew, which takes seconds. */
	async newWorkflow(): Promise<void> {
		const { pathname: before } = new URL(this.page.url());
		if (await this.page.getByTestId('ndv').isVisible()) await (await NodePanel.of(this.page)).close();
		const newWorkflow = this.page.getByRole('menuitem', { name: 'New workflow' });
		// n8n stays where it is when it is asked for another workflow while it stores this one.
		await untilSeen(
			async (withinMs) => await this.#leave(before, withinMs),
			async () => {
				await untilSeen(newWorkflow, async () => await this.page.getByTestId('universal-add').click());
				await newWorkflow.click();
			},
		);
	}

	/** Waits until another workflow is there, an empty one. n8n saves by itself after a while; before that it asks. */
	async #leave(before: string, withinMs: number): Promise<void> {
		const leave = this.page.getByRole('button', { name: 'Leave without saving' });
		const firstStep = this.page.getByTestId('canvas-plus-button');
		const isLeft = await waitFor(
			async () => {
				if (await leave.isVisible()) await leave.click();
				return (new URL(this.page.url()).pathname !== before && (await firstStep.isVisible())) || undefined;
			},
			{ withinMs, everyMs: 50 },
		);
		if (!isLeft) throw new errors.TimeoutError('n8n opens no new workflow.');
	}

	/** Opens a stored workflow, and what n8n shows of one of its nodes. */
	async openNode(workflowId: string, name: string): Promise<NodePanel> {
		await this.page.goto(`/workflow/${workflowId}`);
		await this.node(name).dblclick();
		return await NodePanel.of(this.page);
	}

	/** Opens what can be added to the workflow. */
	async openNodeList(key = 'n'): Promise<NodeList> {
		return await NodeList.open(this.page, key);
	}

	/** Adds a node by one of its actions or triggers; n8n then shows it. */
	async addNode(node: string, action: string): Promise<NodePanel> {
		const list = await this.openNodeList();
		await list.search(node, node);
		await list.open(node);
		await list.choose(action);
		return await NodePanel.of(this.page);
	}

	/**
	 * Opens an execution of a workflow, with what its last node put out.
	 *
	 * @returns the part of the page that shows it, without what n8n puts around it
	 */
	async openExecution({ id, workflowId }: { id: string; workflowId: string }): Promise<Box> {
		await this.page.goto(`/workflow/${workflowId}/executions/${id}`);
		// n8n's advice for production covers what is below it.
		await this.page.getByTestId('suggested-actions-close').click();
		await this.page.getByTestId('logs-overview-header').click();
		const output = this.page.getByTestId('log-details-output');
		await output.hover();
		await output.getByTestId('radio-button-json').click();
		await this.page.getByTestId('zoom-to-fit').click();
		// When it ran, and what can be done with it, is written over the canvas.
		const heading = await boxOf(this.page.getByTestId(`execution-preview-details-${id}`));
		const { x, y, width, height } = await boxOf(this.page.getByTestId('execution-preview-host'));
		const top = Math.max(y, heading.y + heading.height);
		return { x, y: top, width, height: y + height - top };
	}

	/** A node on the canvas. */
	node(name: string): Locator {
		return this.page.getByTestId('canvas-node').filter({ hasText: name });
	}

	/** The address of a node's picture on the canvas, as the theme wants it. */
	async iconOf(name: string, theme: 'light' | 'dark'): Promise<string> {
		const end = theme === 'dark' ? '.dark.svg' : 'Users.svg';
		const icon = this.node(name).locator(`img[src$="${end}"]`);
		await icon.waitFor();
		return (await icon.getAttribute('src')) ?? '';
	}

	/** What the operating system says; n8n follows it by default. */
	async prefer(theme: 'light' | 'dark'): Promise<void> {
		await this.page.emulateMedia({ colorScheme: theme });
	}

	/** Waits until no message pops up any more, with the pointer out of the way. */
	async calmDown(): Promise<void> {
		await this.page.mouse.move(0, 0);
		await this.page.locator('.el-notification').waitFor({ state: 'detached' });
		await this.page.getByTestId('tooltip-content').waitFor({ state: 'detached' });
	}

	/** Has what the page shows kept, and told, when something fails. */
	explainIn(evidence: Evidence): void {
		evidence.add('screenshot.png', async (file) => await this.screenshot(file));
		evidence.addTold('page.txt', async () => await this.page.locator('body').ariaSnapshot());
	}

	/** @param clip only this part of what is to be seen */
	async screenshot(file: string, clip?: Box): Promise<void> {
		await this.page.screenshot({ path: file, clip, animations: 'disabled' });
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.#browser.close();
	}
}

/** Where something is on the page. */
export async function boxOf(element: Locator): Promise<Box> {
	const box = await element.boundingBox();
	if (!box) throw new Error(`${String(element)} is not to be seen.`);
	return box;
}
