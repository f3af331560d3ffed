import assert from 'node:assert/strict';
import { waitFor } from '../../../testbed/system/waitFor.ts';
import type { SandboxUser } from '../../../sandbox/server.ts';
import type { BulkSuspend, Suspension } from './addBulkSuspend.ts';
import type { QueueTestbed } from './QueueTestbed.ts';
import { asked, assertSuspended, ids, told } from './suspensions.ts';
import type { Worker } from './Worker.ts';

/** Every answer takes so long, and 32 requests are under way at once: time enough to kill a worker. */
const ANSWER_MS = 1000;
const BEGUN_WITHIN_MS = 30_000;

/** A bulk that a worker is in the middle of: some of the users are suspended, others not. */
export class InterruptedBulk {
	/** The ID of its execution. */
	readonly id: string;
	readonly worker: Worker;
	/** What whoever sent it gets to know in the end: why it failed. Empty if it did not. */
	readonly failure: Promise<string>;
	readonly #queue: QueueTestbed;
	readonly #users: readonly SandboxUser[];
	#half: string[] = [];

	private constructor(
		queue: QueueTestbed,
		users: readonly SandboxUser[],
		{ id, worker, failure }: Pick<InterruptedBulk, 'id' | 'worker' | 'failure'>,
	) {
		this.#queue = queue;
		this.#users = users;
		this.id = id;
		this.worker = worker;
		this.failure = failure;
	}

	/** Sends it, and resolves when a worker is in the middle. */
	static async begin(
		queue: QueueTestbed,
		bulk: BulkSuspend,
		users: readonly SandboxUser[],
	): Promise<InterruptedBulk> {
		const { sandbox, signal } = queue.suite;
		const before = new Set((await queue.taken()).map(({ id }) => id));
		sandbox.clearRequests();
		sandbox.latency(ANSWER_MS);
		const failure = bulk.suspend(users).then(() => '', String);
		const begun = () => (asked(sandbox).length > 0 ? true : undefined);
		assert(await waitFor(begun, { withinMs: BEGUN_WITHIN_MS, everyMs: 20, signal }), 'a worker has begun');
		const [taken] = (await queue.taken()).filter(({ id }) => !before.has(id));
		assert(taken);
		return new InterruptedBulk(queue, users, { ...taken, failure });
	}

	/** To be called when the worker is dead. */
	interrupted(): void {
		const { sandbox } = this.#queue.suite;
		sandbox.latency(0);
		this.#half = asked(sandbox);
		assert(this.#half.length < this.#users.length, 'it was killed before the end');
	}

	/** No user was suspended since the worker died. */
	assertUntouched(): void {
		assert.deepEqual(asked(this.#queue.suite.sandbox), this.#half);
	}

	/**
	 * All are suspended now, each exactly once.
	 *
	 * @param suspensions what is told by the execution that finished it
	 */
	assertFinished(suspensions: readonly Suspension[]): void {
		const { sandbox } = this.#queue.suite;
		assert.deepEqual(asked(sandbox), ids(this.#users), 'everybody once');
		assert.deepEqual(told(suspensions, { changed: false }), this.#half, 'it says who was suspended before');
		assert.deepEqual(ids(suspensions), ids(this.#users), 'it speaks of everybody');
		assertSuspended(sandbox, this.#users);
	}
}
