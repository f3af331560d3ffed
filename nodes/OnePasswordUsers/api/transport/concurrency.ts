import { sleep } from 'n8n-workflow';
import { asError } from '../../utils/asError';

/** n8n's HTTP Request node reaches 20-odd at once where 1Password is near. More would be faster from afar, but not polite. */
export const MOST_AT_ONCE = 32;
const FEWEST_AT_ONCE = 2;

/** How many requests of a run may be under way at once. Fewer after the server said that it is too many. */
export class Slots {
	private limit = MOST_AT_ONCE;
	private taken = 0;
	private readonly waiting: Array<() => void> = [];

	/** Runs a request when a slot is free; `underLimit` tells it how many there were when it started. */
	async run<T>(request: (underLimit: number) => Promise<T>): Promise<T> {
		while (this.taken >= this.limit) await new Promise<void>((resolve) => this.waiting.push(resolve));
		this.taken++;
		try {
			return await request(this.limit);
		} finally {
			this.taken--;
			this.wake();
		}
	}

	/** Half as many from now on, at least 2; requests that started under the same limit halve it only once. */
	halve(underLimit: number): void {
		this.limit = Math.max(FEWEST_AT_ONCE, Math.min(this.limit, Math.floor(underLimit / 2)));
	}

	private wake(): void {
		for (let free = this.limit - this.taken; free > 0; free--) this.waiting.shift()?.();
	}
}

/** Above the time that n8n works on a request, so that each leaves before the next is prepared. */
const APART_MS = 1;

/**
 * Spreads requests that could start together. Node.js sends what was prepared in one go in one go, the answers come back
 * together, and so on: a convoy of 32, with nothing under way while n8n works on it.
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

/**
 * Works on many things, a few at once, in order of their start; memory grows with what is under way, not with the list.
 * @param work is not started for any more of them once it returned false or threw
 * @param onFailure is called at the first failure, so that what is under way can be stopped
 * @throws what `work` threw first, as soon as nothing is under way any more
 */
export async function forEachAtOnce<T>(
	things: Iterable<T>,
	work: (thing: T) => Promise<boolean | void>,
	onFailure: () => void = () => {},
): Promise<void> {
	const queue = things[Symbol.iterator]();
	let goOn = true;
	const failures: unknown[] = [];
	const worker = async () => {
		while (goOn) {
			const next = queue.next();
			if (next.done) return;
			try {
				if ((await work(next.value)) === false) goOn = false;
			} catch (failure) {
				goOn = false;
				if (failures.push(failure) === 1) onFailure();
			}
		}
	};
	await Promise.all(Array.from({ length: MOST_AT_ONCE }, worker));
	if (failures.length > 0) throw asError(failures[0]);
}
