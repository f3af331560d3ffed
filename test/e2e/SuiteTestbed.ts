import type { TestContext } from 'node:test';
import type { Sandbox } from '../../sandbox/server.ts';
import { N8nRest } from '../../testbed/n8n/N8nRest.ts';
import { startN8n, type N8nServer } from '../../testbed/n8n/startN8n.ts';
import { OWNER, type ReadyN8n } from '../../testbed/n8n/setUpN8n.ts';
import { Report } from '../../testbed/terminal/Report.ts';
import { stopSignal } from '../../testbed/terminal/stopSignal.ts';
import { startTestbed, type Testbed } from '../../testbed/testbed.ts';
import { Evidence } from './Evidence.ts';
import { n8nUnderTest, packedPackage } from './underTest.ts';

/** What a suite needs beyond the ordinary. */
export interface SuiteOptions {
	/** Size of the made-up account. */
	users?: number;
	/** Settings of n8n beside those of the test bed. */
	env?: NodeJS.ProcessEnv;
}

// When the runner is interrupted, its end of the pipe closes; cleaning up must go on.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

/** One signal for the whole process: each `stopSignal` would listen anew. */
const interrupted = stopSignal();

/** The test bed of one suite: its n8n can be stopped and started again, and what explains a failure is kept. */
export class SuiteTestbed implements ReadyN8n, AsyncDisposable {
	readonly signal: AbortSignal;
	readonly evidence: Evidence;
	readonly #t: TestContext;
	readonly #testbed: Testbed;
	readonly #env: NodeJS.ProcessEnv | undefined;
	#server: N8nServer;
	#n8n: N8nRest;
	#failed = false;

	private constructor(
		t: TestContext,
		testbed: Testbed,
		{ signal, env }: { signal: AbortSignal; env?: NodeJS.ProcessEnv },
	) {
		this.#t = t;
		this.#env = env;
		this.#testbed = testbed;
		this.signal = signal;
		this.#server = testbed.server;
		this.#n8n = testbed.n8n;
		this.evidence = new Evidence(t.name, testbed.installed.version);
		this.evidence.addFile('n8n.log', testbed.logFile);
		this.evidence.addSandbox(testbed.sandbox);
	}

	/** Starts everything. To be disposed of: `await using suite = await SuiteTestbed.start(t)`. */
	static async start(t: TestContext, { users = 40, env }: SuiteOptions = {}): Promise<SuiteTestbed> {
		const signal = AbortSignal.any([interrupted, t.signal]);
		const options = { users, env, signal, install: n8nUnderTest(), archive: packedPackage() };
		return new SuiteTestbed(t, await startTestbed(options, new Report()), options);
	}

	/** Where the running n8n listens, without a path. */
	get url(): string {
		return this.#server.url;
	}

	/** The running n8n: another one after each start. */
	get n8n(): N8nRest {
		return this.#n8n;
	}

	get sandbox(): Sandbox {
		return this.#testbed.sandbox;
	}

	get credentials(): Testbed['credentials'] {
		return this.#testbed.credentials;
	}

	get webhookKey(): Testbed['webhookKey'] {
		return this.#testbed.webhookKey;
	}

	get installed(): Testbed['installed'] {
		return this.#testbed.installed;
	}

	/** n8n's `N8N_USER_FOLDER`. */
	get userFolder(): string {
		return this.#testbed.userFolder;
	}

	get logFile(): string {
		return this.#testbed.logFile;
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
		const { installed, userFolder, logFile, signal } = this;
		this.#server = await startN8n({ installed, userFolder, logFile, env: this.#env, signal });
		this.#n8n = new N8nRest(this.#server.url, signal);
		await this.#n8n.login(OWNER);
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.#server.stop();
		await this.#testbed[Symbol.asyncDispose]();
	}
}
