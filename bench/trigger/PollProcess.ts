import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Polled, Task } from './cases.ts';

const CHILD = fileURLToPath(new URL('pollChild.ts', import.meta.url));

/** The process of one trigger, from its parent's side. */
export class PollProcess implements Disposable {
	private readonly child: ChildProcess;
	private readonly ended: Promise<never>;

	private constructor(task: Task) {
		this.child = fork(CHILD, [JSON.stringify(task)], {
			execArgv: ['--expose-gc'],
			// n8n-core would log to the terminal that the table goes to.
			env: { ...process.env, N8N_LOG_LEVEL: 'silent' },
		});
		this.ended = new Promise<never>((_resolve, reject) => {
			this.child.once('exit', () => reject(new Error('The process of the trigger ended; see above.')));
		});
		this.ended.catch(() => {});
	}

	/** A trigger that has not polled yet. */
	static async start(task: Task): Promise<PollProcess> {
		const process = new PollProcess(task);
		await process.answer();
		return process;
	}

	/** @throws when the poll failed; why, the process itself has printed */
	async poll(): Promise<Polled> {
		const answer = this.answer();
		this.child.send('poll');
		return (await answer) as Polled;
	}

	[Symbol.dispose](): void {
		if (this.child.connected) this.child.disconnect();
	}

	private async answer(): Promise<unknown> {
		const message = new Promise<unknown>((resolve) => this.child.once('message', resolve));
		return await Promise.race([message, this.ended]);
	}
}
