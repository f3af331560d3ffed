import { sleep } from 'n8n-workflow';

/** Above the time that n8n works on a request, so that each leaves before the next is prepared. */
const APART_MS = 1;

/**
 * Spreads requests that could start together. Node.js sends what was prepared in one go in one go, the answers come back
 * together, and so on: one batch after the other, with nothing under way while n8n works on it.
 */
export class Pace {
	private free: Promise<void> = Promise.resolve();

	/** Resolves when the request may start: at once, unless another one has just started. */
	async turn(): Promise<void> {
		const mine = this.free;
		this.free = mine.then(async () => await sleep(APART_MS));
		await mine;
	}
}
