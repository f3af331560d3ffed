import assert from 'node:assert/strict';
import { outputOf } from '../../../testbed/n8n/executionData.ts';
import { NEXT_POLL_WITHIN_MS } from '../../../testbed/n8n/exampleTrigger.ts';
import { waitFor } from '../../../testbed/system/waitFor.ts';
import type { SandboxUser } from '../../../sandbox/server.ts';
import type { SuiteTestbed } from '../SuiteTestbed.ts';
import { ActiveExample } from '../../../testbed/n8n/ActiveExample.ts';

const FILE = 'someone-suspended-or-reactivated.json';

/** "Someone was suspended or reactivated"; n8n notices while other examples run. */
export class SuspensionWatch {
	readonly #suite: SuiteTestbed;
	readonly #example: ActiveExample;
	readonly #changed: readonly [suspended: SandboxUser, reactivated: SandboxUser];

	private constructor(suite: SuiteTestbed, example: ActiveExample, changed: [SandboxUser, SandboxUser]) {
		this.#suite = suite;
		this.#example = example;
		this.#changed = changed;
	}

	/** Two new users, so that nobody else's changes are theirs. */
	static async begin(suite: SuiteTestbed): Promise<SuspensionWatch> {
		const { sandbox } = suite;
		const { id: sue } = sandbox.addUser({ email: 'sue@example.com' });
		const { id: ray } = sandbox.addUser({ email: 'ray@example.com', state: 'SUSPENDED' });
		const example = await ActiveExample.import(suite, FILE);
		const changed: [SandboxUser, SandboxUser] = [
			sandbox.changeUser(sue, { state: 'SUSPENDED' }),
			sandbox.changeUser(ray, { state: 'ACTIVE' }),
		];
		return new SuspensionWatch(suite, example, changed);
	}

	/** Waits for the messages; each has what is known of the user. */
	async reports(): Promise<void> {
		const found = await waitFor(
			async () => {
				const messages = await this.#messages();
				const ofEach = this.#changed.map(({ id }) => messages.filter((text) => text.includes(id)));
				return ofEach.every((texts) => texts.length > 0) ? ofEach : undefined;
			},
			{ withinMs: 2 * NEXT_POLL_WITHIN_MS, everyMs: 1000, signal: this.#suite.signal },
		);
		assert(found, 'n8n has not noticed both changes');
		for (const [index, word] of ['suspended', 'reactivated'].entries()) {
			const { display_name, email, id, state, create_time } = this.#changed[index] ?? {};
			const [message, ...more] = found[index] ?? [];
			assert.deepEqual(more, [], 'each change is reported once');
			assert.match(message ?? '', new RegExp(`^${display_name} was ${word} in 1Password\\.`));
			const details = [
				`Email: ${email}`,
				`ID: ${id}`,
				`State: ${state}`,
				`In 1Password since: ${create_time}`,
			];
			for (const detail of details) assert(message?.includes(detail), `"${detail}" is not in "${message}"`);
		}
	}

	async #messages(): Promise<string[]> {
		const executions = await this.#example.executions();
		return executions
			.flatMap((execution) => outputOf<{ message: string }>(execution, 'Write Message'))
			.map(({ message }) => message);
	}
}
