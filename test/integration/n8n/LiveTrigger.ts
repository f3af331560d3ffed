import type { IDataObject } from 'n8n-workflow';
import type { Sandbox } from '../../../sandbox/server.ts';
import { PolledWorkflow, untilOutOfTime } from './pollNode';

interface Reported {
	event: string;
	event_id: string;
	user: { id: string };
}

/** What has to be true of a user when an event is reported: suspended, not suspended, or nobody of that ID. */
const TRUE_NOW: Record<string, Array<boolean | undefined>> = {
	'user.added': [true, false],
	'user.suspended': [true],
	'user.reactivated': [false],
	'user.removed': [undefined],
};

/** What has to be known of a user before that; the same words. */
const POSSIBLE_BEFORE: Record<string, Array<boolean | undefined>> = {
	'user.added': [undefined],
	'user.suspended': [false],
	'user.reactivated': [true],
	'user.removed': [true, false],
};

/**
 * An active workflow, and the account as its events alone describe it.
 *
 * What the trigger remembers is saved as n8n saves it: after the poll at a start, and with a poll that reports something.
 */
export class LiveTrigger {
	private readonly workflow: PolledWorkflow;
	private readonly sandbox: Sandbox;
	/** by ID, whether they are suspended */
	private readonly known: Map<string, boolean>;
	private readonly ids = new Set<string>();
	/** what is known of a user who was never reported */
	private readonly unreported: false | undefined;
	private saved: string;

	constructor(sandbox: Sandbox, events: string[]) {
		this.sandbox = sandbox;
		this.unreported = events.includes('user.added') ? undefined : false;
		this.workflow = new PolledWorkflow(sandbox, { events });
		this.saved = this.workflow.saved;
		this.known = new Map(sandbox.users.map(({ id, state }) => [id, state === 'SUSPENDED']));
	}

	/** n8n stops and starts again, which polls at once. */
	async restart(): Promise<void> {
		this.workflow.restart(this.saved);
		await this.poll();
		this.saved = this.workflow.saved;
	}

	/** @param times polls that begin at the same moment */
	async poll(times = 1): Promise<Reported[]> {
		const polls = await Promise.all(Array.from({ length: times }, async () => await this.report()));
		return this.apply(polls.flat());
	}

	/** A poll that may fail; then it has reported nothing and forgotten nothing. */
	async pollInOutage(): Promise<void> {
		const { saved } = this.workflow;
		const reported = await this.report().catch((failure: Error) => failure);
		if (!(reported instanceof Error)) {
			this.apply(reported);
			return;
		}
		expect(reported.message).toMatch(/1Password is unavailable/);
		expect(this.workflow.saved).toBe(saved);
	}

	/** A poll whose time is up before it has read everything; it may have reported some of it, or have failed. */
	async pollOutOfTime(): Promise<void> {
		this.apply(await this.reportOutOfTime());
	}

	/** The same, and n8n dies before it has saved what was reported. */
	async pollOutOfTimeUnsaved(): Promise<void> {
		await this.losing(await this.reportOutOfTime());
	}

	/** n8n dies before it has saved what a poll reported: after the restart it is reported again, under the same IDs. */
	async pollUnsaved(): Promise<void> {
		await this.losing(await this.report());
	}

	private async losing(lost: Reported[]): Promise<void> {
		this.sandbox.clearFaults();
		this.workflow.restart(this.saved);
		const again = await this.poll();
		const ids = (events: Reported[]) => events.map(({ event_id }) => event_id).sort();
		expect(ids(again)).toEqual(expect.arrayContaining(ids(lost)));
		this.saved = this.workflow.saved;
	}

	/** Who is suspended as far as was reported, of those who still exist. */
	suspended(): string[] {
		const existing = new Set(this.sandbox.users.map(({ id }) => id));
		return this.everyone().filter((id) => this.known.get(id) && existing.has(id));
	}

	/** Who is in the account as far as was reported. */
	everyone(): string[] {
		return [...this.known.keys()].sort();
	}

	private async report(): Promise<Reported[]> {
		const items = (await this.workflow.poll()) ?? [];
		return items.map(({ json }) => json as IDataObject & Reported);
	}

	private async reportOutOfTime(): Promise<Reported[]> {
		const { saved } = this.workflow;
		try {
			return await untilOutOfTime(this.sandbox, async () => await this.report());
		} catch (failure) {
			expect((failure as Error).message).toMatch(/^The poll was stopped/);
			expect(this.workflow.saved).toBe(saved);
			return [];
		}
	}

	private isSuspended(id: string): boolean | undefined {
		const user = this.sandbox.users.find((each) => each.id === id);
		return user && user.state === 'SUSPENDED';
	}

	private apply(events: Reported[]): Reported[] {
		for (const { event, event_id, user } of events) {
			expect(this.ids).not.toContain(event_id);
			this.ids.add(event_id);
			expect(TRUE_NOW[event]).toContain(this.isSuspended(user.id));
			expect(POSSIBLE_BEFORE[event]).toContain(this.known.get(user.id) ?? this.unreported);
			if (event === 'user.removed') this.known.delete(user.id);
			else this.known.set(user.id, event === 'user.suspended');
		}
		if (events.length > 0) this.saved = this.workflow.saved;
		return events;
	}
}
