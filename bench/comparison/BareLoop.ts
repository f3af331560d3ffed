import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Sandbox } from '../../sandbox/server.ts';

const CHILD = fileURLToPath(new URL('bareLoopChild.ts', import.meta.url));

/** What the process of the loop is told. */
export type LoopTask = Pick<Sandbox, 'url' | 'accountId' | 'clientId' | 'clientSecret'>;

/** Lists everyone without n8n, in a process of its own as n8n has one: what nothing built on HTTP is much faster than. */
export class BareLoop implements Disposable {
	readonly #child: ChildProcess;

	private constructor(child: ChildProcess) {
		this.#child = child;
	}

	/** Resolves when it has its token. */
	static async start({ url, accountId, clientId, clientSecret }: Sandbox): Promise<BareLoop> {
		const task: LoopTask = { url, accountId, clientId, clientSecret };
		const child = fork(CHILD, [JSON.stringify(task)]);
		await once(child, 'message');
		return new BareLoop(child);
	}

	/** @returns the last user */
	async list(): Promise<{ id?: string }> {
		const answer = once(this.#child, 'message');
		this.#child.send('list');
		const [user] = (await answer) as [{ id?: string }];
		return user;
	}

	[Symbol.dispose](): void {
		if (this.#child.connected) this.#child.disconnect();
	}
}
