import { readFile } from 'node:fs/promises';
import type { TestContext } from 'node:test';
import {
	activateTrigger,
	atSeconds,
	executionsOf,
	NEXT_POLL_WITHIN_MS,
	type ActiveTrigger,
} from '../../testbed/n8n/exampleTrigger.ts';
import { waitFor } from '../../testbed/system/waitFor.ts';
import type { LoggedRequest, Sandbox } from '../../sandbox/server.ts';
import { SuiteTestbed } from './SuiteTestbed.ts';
import { schedulerUnderTest } from './underTest.ts';

const EVENTS = ['user.added', 'user.reactivated', 'user.removed', 'user.suspended'];

/** What the sandbox answers while it is out of order. */
const OUTAGE_STATUS = 503;

/** What the trigger says in n8n's log when it tolerates a failed poll. */
const TOLERATED = 'If the next poll fails too';

export type Executions = Awaited<ReturnType<typeof executionsOf>>;

/** The test bed of the trigger's suite: a real n8n that watches a sandbox for all events; both can be made to fail. */
export class TriggerTestbed implements AsyncDisposable {
	readonly #suite: SuiteTestbed;
	#trigger: ActiveTrigger | undefined;

	private constructor(suite: SuiteTestbed) {
		this.#suite = suite;
	}

	static async start(t: TestContext): Promise<TriggerTestbed> {
		const { env } = schedulerUnderTest();
		return new TriggerTestbed(await SuiteTestbed.start(t, { users: 60, env }));
	}

	get sandbox(): Sandbox {
		return this.#suite.sandbox;
	}

	/** As `SuiteTestbed.step`. */
	async step(name: string, work: () => Promise<void>): Promise<void> {
		await this.#suite.step(name, work);
	}

	/** Resolves when n8n says that the trigger is active. */
	async activate(): Promise<void> {
		this.#trigger = await activateTrigger(this.#suite, { events: EVENTS, pollTimes: atSeconds(0, 20, 40) });
	}

	/**
	 * n8n says that the trigger is active.
	 *
	 * @throws PlainFailure if n8n has given up on it, as it does when the poll at a start fails for 15 s
	 */
	async assertActive(): Promise<void> {
		await this.#suite.n8n.waitUntilActive(this.#active);
	}

	/**
	 * What the trigger has started so far. With n8n's durable scheduler, a poll that is late, as after a restart, and the
	 * next one may overlap: both compare with what was saved before. What comes again then has the same event IDs, and is
	 * left out here.
	 */
	async executions(): Promise<Executions> {
		const executions = await executionsOf(this.#suite.n8n, this.#active);
		if (!schedulerUnderTest().durable) return executions;
		const seen = new Set<string>();
		return executions.filter(({ events }) => {
			const isRepeated = events.length > 0 && events.every(({ event_id }) => seen.has(event_id));
			for (const { event_id } of events) seen.add(event_id);
			return !isRepeated;
		});
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
		await this.#suite.stopN8n();
	}

	/** Starts n8n again, with the data it had. */
	async startN8n(): Promise<void> {
		await this.#suite.startN8n();
	}

	/** How often the trigger has tolerated a failed poll so far; it does so at the first one in a row. */
	async tolerated(): Promise<number> {
		return (await readFile(this.#suite.logFile, 'utf8')).split(TOLERATED).length - 1;
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

	async [Symbol.asyncDispose](): Promise<void> {
		await this.#suite[Symbol.asyncDispose]();
	}

	get #active(): ActiveTrigger {
		if (!this.#trigger) throw new Error('The trigger is not active yet.');
		return this.#trigger;
	}

	async #wait<Result>(
		look: () => Promise<Result | undefined> | Result | undefined,
		polls: number,
	): Promise<Result | undefined> {
		const withinMs = polls * NEXT_POLL_WITHIN_MS;
		return await waitFor(look, { withinMs, everyMs: 500, signal: this.#suite.signal });
	}
}
