import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { waitFor } from '../../../testbed/system/waitFor.ts';
import { SuiteTestbed } from '../SuiteTestbed.ts';
import { startPostgres } from './startPostgres.ts';
import { startRedis, type Redis } from './startRedis.ts';
import { Worker } from './Worker.ts';

/**
 * How the queue notices that a worker is gone: its hold on an execution is not renewed any more. By default that takes
 * up to two minutes.
 */
const WORKER_LOSS = {
	QUEUE_WORKER_LOCK_DURATION: '8000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '1000',
	QUEUE_WORKER_STALLED_INTERVAL: '2000',
};

/** What it has to be noticed within; the machine may be busy. */
const WORKER_LOSS_WITHIN_MS = 60_000;

/** An execution and the worker that has it. */
export interface Taken {
	id: string;
	worker: Worker;
}

/** n8n in queue mode: PostgreSQL, Redis, one main and two workers, with a sandbox. */
export class QueueTestbed implements AsyncDisposable {
	readonly suite: SuiteTestbed;
	readonly workers: readonly Worker[];
	readonly #redis: Redis;
	readonly #cleanup: AsyncDisposableStack;

	private constructor(
		suite: SuiteTestbed,
		parts: { workers: readonly Worker[]; redis: Redis },
		cleanup: AsyncDisposableStack,
	) {
		this.suite = suite;
		this.workers = parts.workers;
		this.#redis = parts.redis;
		this.#cleanup = cleanup;
	}

	/**
	 * Starts everything. To be disposed of: `await using queue = await QueueTestbed.start(t, 200)`.
	 *
	 * @param users size of the made-up account
	 */
	static async start(t: TestContext, users: number): Promise<QueueTestbed> {
		await using cleanup = new AsyncDisposableStack();
		const folder = await mkdtemp(join(tmpdir(), 'n8n-1password-users-queue-'));
		cleanup.defer(async () => await rm(folder, { recursive: true, force: true, maxRetries: 3 }));
		// PostgreSQL's user has to get through it to what is theirs, but can't list it.
		await chmod(folder, 0o711);
		const place = (name: string) => ({ folder, logFile: join(folder, `${name}.log`), signal: t.signal });
		const postgres = cleanup.use(await startPostgres(place('postgres')));
		const redis = cleanup.use(await startRedis(place('redis')));
		const env = { EXECUTIONS_MODE: 'queue', ...postgres.env, ...redis.env, ...WORKER_LOSS };
		const suite = cleanup.use(await SuiteTestbed.start(t, { users, env }));

		const { signal } = suite;
		const workers: Worker[] = [];
		for (const name of ['worker-1', 'worker-2'])
			workers.push(cleanup.use(await Worker.prepare({ name, folder, main: suite, env, signal })));
		for (const name of ['postgres', 'redis', 'worker-1', 'worker-2'])
			suite.evidence.addFile(`${name}.log`, place(name).logFile);
		await Promise.all(workers.map(async (worker) => await worker.start()));
		return new QueueTestbed(suite, { workers, redis }, cleanup.move());
	}

	/** Everything the workers have begun so far, each as often as it was begun. */
	async taken(): Promise<Taken[]> {
		const each = this.workers.map(async (worker) =>
			(await worker.executions()).map((id) => ({ id, worker })),
		);
		return (await Promise.all(each)).flat();
	}

	/** Resolves when the queue has noticed that workers are gone: no execution is held by anybody. */
	async untilNothingIsHeld(): Promise<void> {
		const look = async () => ((await this.#redis.executionsHeld()) === 0 ? true : undefined);
		const waiting = { withinMs: WORKER_LOSS_WITHIN_MS, everyMs: 500, signal: this.suite.signal };
		if (!(await waitFor(look, waiting))) throw new Error('The queue has not noticed that a worker is gone.');
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.#cleanup.disposeAsync();
	}
}
