import assert from 'node:assert/strict';
import { BREAK_GLASS } from '../../../testbed/account.ts';
import { ActiveExample } from '../../../testbed/n8n/ActiveExample.ts';
import { outputOf } from '../../../testbed/n8n/executionData.ts';
import { withParameters } from '../../../testbed/n8n/workflow.ts';
import type { SuiteTestbed } from '../SuiteTestbed.ts';
import { FileServer } from './FileServer.ts';
import { openForm, submitForm } from './forms.ts';
import { requestsFromNow } from './requestsFromNow.ts';

interface Answer {
	waiting: boolean;
	outcome: string;
}

const FILE = 'audit-then-suspend-leavers.json';

/** One more than "Suspend in 1Password" may change in a run. */
const TOO_MANY = 11;

/** "Audit → approval → suspend leavers", as the people who decide see it. */
export class AuditedLeavers implements AsyncDisposable {
	readonly #suite: SuiteTestbed;
	readonly #example: ActiveExample;
	readonly #roster: FileServer;

	private constructor(suite: SuiteTestbed, example: ActiveExample, roster: FileServer) {
		this.#suite = suite;
		this.#example = example;
		this.#roster = roster;
	}

	static async import(suite: SuiteTestbed): Promise<AuditedLeavers> {
		const roster = await FileServer.start();
		const example = await ActiveExample.import(suite, FILE, {
			activate: ['On Demand'],
			fillIn: (workflow) => withParameters(workflow, 'Download the Roster', { url: roster.url }),
		});
		return new AuditedLeavers(suite, example, roster);
	}

	/** Nobody is asked where nobody has left; a no suspends nobody; a yes suspends exactly who was shown. */
	async suspendsWhoWasShown(): Promise<void> {
		const { sandbox } = this.#suite;
		const suspensions = requestsFromNow(sandbox, 'suspend');
		this.#list(this.#active());
		const agreed = await this.#example.call<Answer>();
		assert.deepEqual(agreed, { waiting: false, outcome: 'Everybody who is active is in the roster.' });

		const { email } = sandbox.addUser({ email: 'leo@example.com', display_name: 'Leo Left' });
		const asked = await this.#example.call<Answer>();
		assert.match(asked.outcome, /^Waiting for a decision about 1 who are active/);
		const shown = await openForm(await this.#decisionPage());
		assert.match(shown, /Leo Left, leo@example\.com/);
		assert(!shown.includes(BREAK_GLASS), 'protected users are not shown');
		assert.equal(await this.#decide('Leave them active'), 'Nobody was suspended, as decided by Sam.');
		assert.deepEqual(suspensions(), []);

		await this.#example.call();
		assert.equal(await this.#decide('Suspend them'), `Suspended: ${email}. Decided by Sam.`);
		assert.equal(suspensions().length, 1);
		assert.equal(sandbox.user('leo@example.com').state, 'SUSPENDED');
	}

	/** A roster that is wrong does not lock out the company, even if somebody says yes. */
	async suspendsNobodyWhereTooManyHaveLeft(): Promise<void> {
		const suspensions = requestsFromNow(this.#suite.sandbox, 'suspend');
		this.#list(this.#active().slice(TOO_MANY));
		await this.#example.call();
		assert.match(
			(await this.#decide('Suspend them')) ?? '',
			/^Suspended: nobody\..+\nNot suspended: .+Max Changes/,
		);
		assert.deepEqual(suspensions(), []);
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.#roster[Symbol.asyncDispose]();
	}

	#active(): string[] {
		return this.#suite.sandbox.users.flatMap(({ email, state }) =>
			email && state === 'ACTIVE' && email !== BREAK_GLASS ? [email] : [],
		);
	}

	#list(emails: readonly string[]): void {
		this.#roster.csv = `email\n${emails.join('\n')}\n`;
	}

	/** @returns what the channel would read, which the page shows, too */
	async #decide(decision: 'Suspend them' | 'Leave them active'): Promise<string | undefined> {
		const shown = await submitForm(await this.#decisionPage(), [decision, 'Sam']);
		const ended = await this.#example.latest('success');
		const [said] = outputOf<{ outcome: string }>(ended, 'Say What Happened');
		assert.equal(shown.formSubmittedText, said?.outcome);
		return said?.outcome;
	}

	async #decisionPage(): Promise<string> {
		const waiting = await this.#example.latest('waiting');
		const [message] = outputOf<{ request: string }>(waiting, 'Write the Request');
		const [link] = /http\S+$/.exec(message?.request ?? '') ?? [];
		assert(link, `no link in "${message?.request}"`);
		return link;
	}
}
