import assert from 'node:assert/strict';
import { outputOf } from '../../../demo/executionData.ts';
import { activeMember } from '../../../demo/siemAlert.ts';
import type { SandboxUser } from '../../../sandbox/server.ts';
import type { Stage } from '../Stage.ts';
import { ImportedExample } from './ImportedExample.ts';

interface Answer {
	outcome: string;
	suspended: boolean;
}

const FILE = 'suspend-for-some-hours.json';

/** n8n keeps waits in memory that are shorter than 65 seconds; a longer one has to survive a restart. */
const SECONDS = 70;

/** n8n looks for waits that are over once a minute, and then keeps the second. */
const LATE_BY_MS = 15_000;

/** "Suspend for some hours, then reactivate"; the hours are over while other examples run. */
export class TimedSuspension {
	readonly #stage: Stage;
	readonly #example: ImportedExample;
	readonly #user: SandboxUser;
	readonly #until: number;

	private constructor(stage: Stage, example: ImportedExample, user: SandboxUser, until: number) {
		this.#stage = stage;
		this.#example = example;
		this.#user = user;
		this.#until = until;
	}

	static async begin(stage: Stage): Promise<TimedSuspension> {
		const { sandbox } = stage;
		const example = await ImportedExample.import(stage, FILE);
		const user = activeMember(sandbox);
		const { email } = user;

		for (const hours of [undefined, 0, -1, 'soon', 721]) {
			const { outcome } = await example.call<Answer>({ email, hours });
			assert.match(outcome, /^Not suspended: "hours" must be a number/, `${hours} hours`);
		}
		const unknown = await example.call<Answer>({ email: 'nobody@example.com', hours: 1 });
		assert.match(unknown.outcome, /^Not suspended: nobody in this account/);
		const [already] = sandbox.users.filter(({ state }) => state === 'SUSPENDED');
		const left = await example.call<Answer>({ email: already?.email, hours: 1 });
		assert.match(left.outcome, /was suspended already, and is left so\.$/);
		assert.deepEqual(sandbox.requests('suspend'), []);

		const until = Date.now() + SECONDS * 1000;
		const answer = await example.call<Answer>({ email: ` ${email.toUpperCase()} `, hours: SECONDS / 3600 });
		assert.match(answer.outcome, new RegExp(`^Suspended ${email} for .+ hours, until 20`));
		assert.equal(sandbox.user(user.id).state, 'SUSPENDED');
		await example.latest('waiting');
		return new TimedSuspension(stage, example, user, until);
	}

	async survivesARestart(): Promise<void> {
		await this.#stage.stopN8n();
		await this.#stage.startN8n();
		await this.#example.latest('waiting');
		assert.equal(this.#stage.sandbox.user(this.#user.id).state, 'SUSPENDED');
	}

	/** Waits until the hours are over. */
	async ends(): Promise<void> {
		const { sandbox } = this.#stage;
		const { id, email } = this.#user;
		const left = Math.max(0, this.#until - Date.now());
		const ended = await this.#example.latest('success', left + LATE_BY_MS);
		const [said] = outputOf<{ outcome: string }>(ended, 'Say What Happened');
		assert.match(said?.outcome ?? '', new RegExp(`^Reactivated ${email} after`));
		assert.equal(sandbox.user(id).state, 'ACTIVE');
		const [reactivated, ...more] = sandbox.requests('reactivate');
		assert.equal(reactivated?.userId, id);
		assert(reactivated.startedAt >= this.#until, 'not before the hours are over');
		assert.deepEqual(more, []);
	}
}
