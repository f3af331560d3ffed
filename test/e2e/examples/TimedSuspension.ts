import assert from 'node:assert/strict';
import { outputOf } from '../../../testbed/n8n/executionData.ts';
import type { SuiteTestbed } from '../SuiteTestbed.ts';
import { ActiveExample } from '../../../testbed/n8n/ActiveExample.ts';
import { requestsFromNow } from './requestsFromNow.ts';

interface Answer {
	outcome: string;
	suspended: boolean;
}

const FILE = 'suspend-for-some-hours.json';

const EMAIL = 'tim@example.com';

/** For example "until Thursday, 26 November 2026, 17:30 EST". */
const READABLE = /^Suspended \S+ until [A-Z][a-z]+day, \d+ [A-Z][a-z]+ 20\d\d, \d\d:\d\d \S+\.$/;

/** n8n keeps waits in memory that are shorter than 65 seconds; a longer one has to survive a restart. */
const SECONDS = 70;

/** n8n looks once a minute for waits that will be over by the next time. */
const LATE_BY_MS = 60_000;

/** "Suspend for some hours or until a date, then reactivate"; the time is over while other examples run. */
export class TimedSuspension {
	readonly #suite: SuiteTestbed;
	readonly #example: ActiveExample;
	readonly #until: number;
	#restarted = Infinity;

	private constructor(suite: SuiteTestbed, example: ActiveExample, until: number) {
		this.#suite = suite;
		this.#example = example;
		this.#until = until;
	}

	static async begin(suite: SuiteTestbed): Promise<TimedSuspension> {
		const { sandbox } = suite;
		const example = await ActiveExample.import(suite, FILE);
		const user = sandbox.addUser({ email: EMAIL });
		const suspensions = requestsFromNow(sandbox, 'suspend');

		for (const hours of [undefined, 0, -1, 'soon', 30_000]) {
			const { outcome } = await example.call<Answer>({ email: EMAIL, hours });
			assert.match(outcome, /^Not suspended: send "hours", a number above 0, or "until"/, `${hours} hours`);
		}
		for (const end of ['soon', '2020-01-01', '2400-01-01']) {
			const { outcome } = await example.call<Answer>({ email: EMAIL, until: end });
			assert.match(outcome, /^Not suspended: send "hours"/, `until ${end}`);
		}
		for (const [email, why] of [
			[undefined, /the request names nobody/],
			['tim', /"tim" is not an email/],
		] as const)
			assert.match((await example.call<Answer>({ email, hours: 1 })).outcome, why);
		const unknown = await example.call<Answer>({ email: 'nobody@example.com', hours: 1 });
		assert.match(unknown.outcome, /^Not suspended: nobody in this account/);
		const [already] = sandbox.users.filter(({ state }) => state === 'SUSPENDED');
		const left = await example.call<Answer>({ email: already?.email, hours: 1 });
		assert.match(left.outcome, /was suspended already, and is left so\.$/);
		assert.deepEqual(suspensions(), []);

		// Somebody on parental leave; that time is not waited for.
		const { id: pat } = sandbox.addUser({ email: 'pat@example.com' });
		const day = new Date(Date.now() + 400 * 24 * 3600 * 1000);
		const leave = { email: 'pat@example.com', until: day.toISOString().slice(0, 10) };
		assert.match((await example.call<Answer>(leave)).outcome, READABLE);
		assert.equal(sandbox.user(pat).state, 'SUSPENDED');

		const until = Date.now() + SECONDS * 1000;
		const answer = await example.call<Answer>({ email: ` ${EMAIL.toUpperCase()} `, hours: SECONDS / 3600 });
		assert.match(answer.outcome, READABLE);
		assert.equal(sandbox.user(user.id).state, 'SUSPENDED');
		await example.latest('waiting');
		return new TimedSuspension(suite, example, until);
	}

	async survivesARestart(): Promise<void> {
		await this.#suite.stopN8n();
		const { state } = this.#suite.sandbox.user(EMAIL);
		assert.equal(state, 'SUSPENDED', 'n8n was stopped while it waited');
		this.#restarted = Date.now();
		await this.#suite.startN8n();
	}

	/** Waits until the hours are over. */
	async ends(): Promise<void> {
		const { sandbox } = this.#suite;
		const left = Math.max(0, this.#until - Date.now());
		const ended = await this.#example.latest('success', left + LATE_BY_MS);
		const [said] = outputOf<{ outcome: string }>(ended, 'Say What Happened');
		assert.match(said?.outcome ?? '', new RegExp(`^Reactivated ${EMAIL}: the suspension lasted until `));
		assert.equal(sandbox.user(EMAIL).state, 'ACTIVE');
		const [reactivated, ...more] = sandbox.requests('reactivate');
		assert.equal(reactivated?.userId, sandbox.user(EMAIL).id);
		assert(reactivated.startedAt >= this.#until, 'not before the hours are over');
		assert(reactivated.startedAt >= this.#restarted, 'by the n8n that was started again');
		assert.deepEqual(more, []);
	}
}
