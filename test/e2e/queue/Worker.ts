import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Testbed } from '../../../testbed/testbed.ts';
import { freePort, LOOPBACK } from '../../../testbed/system/freePort.ts';
import { startN8n, type N8nServer } from '../../../testbed/n8n/startN8n.ts';

/** How many executions a worker has under way at once, at most; n8n advises against fewer. */
export const CONCURRENCY = 5;

/** What n8n logs when a worker begins with an execution. */
const STARTED = /Worker started execution (\d+)/g;

/** A worker's machine: where it has its folder, and what it has to know. */
export interface WorkerPlace {
	name: string;
	/** For its data and its log. */
	folder: string;
	/** The n8n it works for; the package is taken from there. */
	main: Pick<Testbed, 'installed' | 'userFolder'>;
	/** Beside the settings of the test bed. */
	env: NodeJS.ProcessEnv;
	signal: AbortSignal;
}

/** A process that takes executions from the queue. */
export class Worker implements AsyncDisposable {
	readonly name: string;
	readonly logFile: string;
	readonly #place: WorkerPlace;
	#server: N8nServer | undefined;

	private constructor(place: WorkerPlace) {
		this.name = place.name;
		this.logFile = join(place.folder, `${place.name}.log`);
		this.#place = place;
	}

	/** A worker with the package installed; it is not running yet. */
	static async prepare(place: WorkerPlace): Promise<Worker> {
		const worker = new Worker(place);
		const packages = join('.n8n', 'nodes');
		await mkdir(worker.#userFolder);
		await cp(join(place.main.userFolder, packages), join(worker.#userFolder, packages), { recursive: true });
		return worker;
	}

	/** Resolves when it takes executions. */
	async start(): Promise<void> {
		const { main, env, signal } = this.#place;
		const port = await freePort();
		this.#server = await startN8n({
			installed: main.installed,
			command: ['worker', `--concurrency=${CONCURRENCY}`],
			userFolder: this.#userFolder,
			logFile: this.logFile,
			port,
			env: {
				...env,
				QUEUE_HEALTH_CHECK_ACTIVE: 'true',
				QUEUE_HEALTH_CHECK_PORT: String(port),
				N8N_WORKER_SERVER_ADDRESS: LOOPBACK,
			},
			signal,
		});
	}

	/** Ends it as a shutdown of its machine would: it finishes what it has begun. */
	async stop(): Promise<void> {
		await this.#server?.stop();
	}

	/** Ends it as a power cut would. */
	async kill(): Promise<void> {
		await this.#server?.kill();
	}

	/** The IDs of the executions that it has begun so far. */
	async executions(): Promise<string[]> {
		const log = await readFile(this.logFile, 'utf8');
		return [...log.matchAll(STARTED)].flatMap(([, id]) => id ?? []);
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.stop();
	}

	get #userFolder(): string {
		return join(this.#place.folder, this.name);
	}
}
