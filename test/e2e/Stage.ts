import type { TestContext } from 'node:test';
import { startDemo, type Demo } from '../../testbed/testbed.ts';
import { N8nRest } from '../../testbed/n8n/n8nRest.ts';
import { startN8n, type N8nServer } from '../../testbed/n8n/n8nServer.ts';
import { Report } from '../../testbed/terminal/report.ts';
import type { Stage as DemoStage } from '../../demo/scenario.ts';
import { OWNER } from '../../testbed/setUp.ts';
import { stopSignal } from '../../testbed/system/stopSignal.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { Evidence } from './Evidence.ts';
import { n8nUnderTest, packedPackage } from './underTest.ts';

/** What a suite needs beyond the ordinary. */
export interface StageOptions {
	/** Size of the made-up account. */
	users?: number;
	/** Settings of n8n beside those of the demo. */
	env?: NodeJS.ProcessEnv;
}

// When the runner is interrupted, nobody reads what is printed; the cleaning up must go on.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

/** One signal for the whole process: each `stopSignal` would listen anew. */
const interrupted = stopSignal();

/** A real n8n with the package and a sandbox, for one suite; what went wrong on it is kept. */
export class Stage implements AsyncDisposable {
	readonly demo: Demo;
	readonly signal: AbortSignal;
	readonly evidence: Evidence;
	readonly #t: TestContext;
	readonly #env: NodeJS.ProcessEnv | undefined;
	#server: N8nServer;
	#n8n: N8nRest;
	#failed = false;

	private constructor(
		t: TestContext,
		demo: Demo,
		{ signal, env }: { signal: AbortSignal; env?: NodeJS.ProcessEnv },
	) {
		this.#t = t;
		this.#env = env;
		this.demo = demo;
		this.signal = signal;
		this.#server = demo.server;
		this.#n8n = demo.stage.n8n;
		this.evidence = new Evidence(t.name, demo.installed.version);
		this.evidence.addFile('n8n.log', demo.logFile);
		this.evidence.addSandbox(demo.stage.sandbox);
	}

	/** Starts everything. To be disposed of: `await using stage = await Stage.start(t)`. */
	static async start(t: TestContext, { users = 40, env }: StageOptions = {}): Promise<Stage> {
		const signal = AbortSignal.any([interrupted, t.signal]);
		const options = { users, env, signal, install: n8nUnderTest(), archive: packedPackage() };
		return new Stage(t, await startDemo(options, new Report()), options);
	}

	/** Where the running n8n listens, without a path. */
	get url(): string {
		return this.#server.url;
	}

	get n8n(): N8nRest {
		return this.#n8n;
	}

	get sandbox(): Sandbox {
		return this.demo.stage.sandbox;
	}

	/** What the demo's scenarios work on. */
	get scenery(): DemoStage {
		return { ...this.demo.stage, n8n: this.#n8n };
	}

	/**
	 * One subtest.
	 *
	 * Once one has failed, the evidence is kept and the following ones are skipped: they build on each other.
	 */
	async step(name: string, work: () => Promise<void>): Promise<void> {
		const run = async () => {
			try {
				await work();
			} catch (error) {
				this.#failed = true;
				console.error(await this.evidence.keep());
				throw error;
			}
		};
		await this.#t.test(name, { skip: this.#failed && 'an earlier step failed' }, run);
	}

	/** Ends n8n, as a shutdown of its machine would. */
	async stopN8n(): Promise<void> {
		await this.#server.stop();
	}

	/** Ends n8n, as a power cut would. */
	async killN8n(): Promise<void> {
		await this.#server.kill();
	}

	/** Starts n8n again, with the data and the settings it had. */
	async startN8n(): Promise<void> {
		const { installed, userFolder, logFile } = this.demo;
		this.#server = await startN8n({ installed, userFolder, logFile, env: this.#env, signal: this.signal });
		this.#n8n = new N8nRest(this.#server.url, this.signal);
		await this.#n8n.login(OWNER);
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.#server.stop();
		await this.demo[Symbol.asyncDispose]();
	}
}
