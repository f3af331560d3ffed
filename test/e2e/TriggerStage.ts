import { readFile } from 'node:fs/promises';
import { startDemo, type Demo } from '../../demo/demo.ts';
import { installN8n } from '../../demo/installN8n.ts';
import { N8nRest } from '../../demo/n8nRest.ts';
import { startN8n, type N8nServer } from '../../demo/n8nServer.ts';
import { Report } from '../../demo/report.ts';
import { lastLines } from '../../demo/runProgram.ts';
import { OWNER } from '../../demo/stage.ts';
import {
	activateTrigger,
	executionsOf,
	NEXT_POLL_WITHIN_MS,
	type ActiveTrigger,
} from '../../demo/triggerEvents.ts';
import { waitFor } from '../../demo/waitFor.ts';
import type { LoggedRequest, Sandbox } from '../../sandbox/server.ts';

const EVENTS = ['user.added', 'user.reactivated', 'user.removed', 'user.suspended'];

/** What the sandbox answers while it is out of order. */
const OUTAGE_STATUS = 503;

/** What the trigger says in n8n's log when it tolerates a failed poll. */
const TOLERATED = 'If the next poll fails too';

export type Executions = Awaited<ReturnType<typeof executionsOf>>;

/** A real n8n that watches a sandbox for all events, every minute; both can be made to fail. */
export class TriggerStage implements AsyncDisposable {
	readonly sandbox: Sandbox;
	readonly #demo: Demo;
	readonly #signal: AbortSignal;
	#n8n: N8nRest;
	#server: N8nServer;
	#trigger: ActiveTrigger | undefined;

	private constructor(demo: Demo, signal: AbortSignal) {
		this.#demo = demo;
		this.#signal = signal;
		this.#server = demo.server;
		this.#n8n = demo.stage.n8n;
		this.sandbox = demo.stage.sandbox;
	}

	/** @param signal ends everything that is under way, when it aborts */
	static async start(signal: AbortSignal): Promise<TriggerStage> {
		return new TriggerStage(await startDemo({ users: 60, signal }, new Report()), signal);
	}

	/** Resolves when n8n says that the trigger is active. */
	async activate(): Promise<void> {
		this.#trigger = await activateTrigger(this.#demo.stage, { events: EVENTS });
	}

	/** What the trigger has started so far. */
	async executions(): Promise<Executions> {
		return await executionsOf(this.#n8n, this.#active);
	}

	/** Waits for a number of executions; returns what there is if they don't come within so many polls. */
	async waitForExecutions(count: number, polls = 1): Promise<Executions> {
		const look = async () => {
			const executions = await this.executions();
			return executions.length >= count ? executions : undefined;
		};
		return (await this.#wait(look, polls)) ?? (await this.executions());
	}

	/**
	 * Waits for a poll that begins from now on.
	 *
	 * @returns the first request of the poll
	 * @throws Error if there is none
	 */
	async nextPoll(): Promise<LoggedRequest> {
		const before = this.polls().length;
		const look = () => this.polls()[before];
		const poll = await this.#wait(() => (look()?.status === undefined ? undefined : look()), 2);
		if (!poll) throw new Error('n8n did not poll.');
		return poll;
	}

	/** Every list request so far; each poll of a sound sandbox makes one, because the account is small. */
	polls(): LoggedRequest[] {
		return this.sandbox.requests('list');
	}

	/** From now on every list request fails, in a way that may pass. */
	beginOutage(): void {
		const headers = { 'retry-after': '0' };
		this.sandbox.fault({ match: 'list', status: OUTAGE_STATUS, headers, times: Infinity });
	}

	endOutage(): void {
		this.sandbox.clearFaults();
	}

	/** Ends n8n, as a shutdown of its machine would. */
	async stopN8n(): Promise<void> {
		await this.#server.stop();
	}

	/** Starts n8n again, with the data it had. */
	async startN8n(): Promise<void> {
		const { userFolder, logFile } = this.#demo;
		const installed = await installN8n(this.#signal);
		this.#server = await startN8n({ installed, userFolder, logFile, signal: this.#signal });
		this.#n8n = new N8nRest(this.#server.url, this.#signal);
		await this.#n8n.login(OWNER);
	}

	/** How often the trigger has tolerated a failed poll so far; it does so at the first one in a row. */
	async tolerated(): Promise<number> {
		return (await readFile(this.#demo.logFile, 'utf8')).split(TOLERATED).length - 1;
	}

	/**
	 * Waits until a failed poll was tolerated once more.
	 *
	 * @throws Error if there is none
	 */
	async waitForTolerated(before: number): Promise<void> {
		const look = async () => ((await this.tolerated()) > before ? true : undefined);
		if (!(await this.#wait(look, 1))) throw new Error('No failed poll was tolerated.');
	}

	/** What may help to understand a failure. */
	async evidence(): Promise<string> {
		const requests = this.sandbox
			.requests()
			.map(({ startedAt, method, path, status }) => `${clock(startedAt)} ${method} ${path} → ${status}`);
		const log = await lastLines(this.#demo.logFile, 60);
		return [`The sandbox's requests:`, ...requests, '', `The end of n8n's log:`, log].join('\n');
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.#server.stop();
		await this.#demo[Symbol.asyncDispose]();
	}

	get #active(): ActiveTrigger {
		if (!this.#trigger) throw new Error('The trigger is not active yet.');
		return this.#trigger;
	}

	async #wait<Result>(
		look: () => Promise<Result | undefined> | Result | undefined,
		polls: number,
	): Promise<Result | undefined> {
		return await waitFor(look, {
			withinMs: polls * NEXT_POLL_WITHIN_MS,
			everyMs: 500,
			signal: this.#signal,
		});
	}
}

const clock = (time: number) => new Date(time).toISOString().slice(11, 23);
