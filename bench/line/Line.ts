import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROCESS = fileURLToPath(new URL('relayProcess.ts', import.meta.url));

/** A long line to a server on this machine: a relay in a process of its own, from its parent's side. */
export class Line implements Disposable {
	/** Where clients reach the server through the line. */
	readonly url: string;
	readonly #child: ChildProcess;

	private constructor(child: ChildProcess, url: string) {
		this.#child = child;
		this.url = url;
	}

	/**
	 * Opens a line without a delay.
	 *
	 * @param target where the server listens: protocol, host and port
	 */
	static async open(target: string): Promise<Line> {
		const url = new URL(target);
		const child = fork(PROCESS, [url.port]);
		url.port = String(await answerOf(child));
		return new Line(child, url.origin);
	}

	/** Makes connections that are opened from now on so long. */
	async setRoundTrip(ms: number): Promise<void> {
		const answer = answerOf(this.#child);
		this.#child.send(ms);
		await answer;
	}

	[Symbol.dispose](): void {
		if (this.#child.connected) this.#child.disconnect();
	}
}

/** @throws when the process ends instead; why, it has printed */
async function answerOf(child: ChildProcess): Promise<unknown> {
	return await new Promise((resolve, reject) => {
		const ended = () => reject(new Error('The process of the relay ended; see above.'));
		child.once('exit', ended);
		child.once('message', (message) => {
			child.off('exit', ended);
			resolve(message);
		});
	});
}
