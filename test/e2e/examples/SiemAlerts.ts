import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withParameters, type Workflow } from '../../../testbed/n8n/workflow.ts';
import { outputOf } from '../../../testbed/n8n/executionData.ts';
import { ROOT } from '../../../testbed/n8n/packPackage.ts';
import { activeMember, BREAK_GLASS } from '../../../testbed/account.ts';
import type { SandboxUser } from '../../../sandbox/server.ts';
import type { SuiteTestbed } from '../SuiteTestbed.ts';
import { openForm, submitForm } from './forms.ts';
import { ActiveExample } from '../../../testbed/n8n/ActiveExample.ts';
import { requestsFromNow } from './requestsFromNow.ts';

/** What the SIEM is told at once. */
interface Answer {
	decision_needed: boolean;
	outcome: string;
	email: string;
	alert: string;
}

const FILE = 'siem-alert-approve-and-suspend.json';
const PAYLOADS = ['generic', 'elastic', 'splunk', 'sentinel'];

/** Whom the sample payloads are about, somebody whom the sandbox knows; they spell him in capitals. */
const OSCAR = 'oscar.hughes@example.com';

/** "SIEM alert → approval → suspend", as a SIEM and the people who decide see it. */
export class SiemAlerts {
	readonly #suite: SuiteTestbed;
	readonly #example: ActiveExample;

	private constructor(suite: SuiteTestbed, example: ActiveExample) {
		this.#suite = suite;
		this.#example = example;
	}

	static async import(suite: SuiteTestbed): Promise<SiemAlerts> {
		return new SiemAlerts(suite, await ActiveExample.import(suite, FILE));
	}

	/** The same at another address, with one second to decide. */
	static async importWithShortWait(suite: SuiteTestbed): Promise<SiemAlerts> {
		const limit = { resumeAmount: 1, resumeUnit: 'seconds' };
		const fillIn = (workflow: Workflow) =>
			withParameters(withParameters(workflow, 'Wait for the Decision', limit), 'SIEM Alert', {
				path: 'siem-alert-short-wait',
			});
		return new SiemAlerts(suite, await ActiveExample.import(suite, FILE, { fillIn }));
	}

	/** Sends an alert about an active user. */
	async send({ email }: SandboxUser): Promise<void> {
		assert.equal((await this.#example.call<Answer>({ email })).decision_needed, true);
	}

	/** Waits until the time to decide about that alert is over; n8n looks once a minute. */
	async leavesAloneWhereNobodyDecides({ id, email }: SandboxUser): Promise<void> {
		const ended = await this.#example.latest('success', 2 * 60_000);
		const [said] = outputOf<{ outcome: string }>(ended, 'Say What Happened');
		assert.equal(said?.outcome, `${email} stays active: nobody decided in time.`);
		assert.equal(this.#suite.sandbox.user(id).state, 'ACTIVE');
	}

	/** Each payload finds Oscar; opening the link changes nothing, the button suspends him and the page says so. */
	async suspendsWhomAPersonApproves(): Promise<void> {
		const { sandbox } = this.#suite;
		for (const payload of PAYLOADS) {
			sandbox.changeUser(OSCAR, { state: 'ACTIVE' });
			const suspensions = requestsFromNow(sandbox, 'suspend');
			const sample: unknown = JSON.parse(
				await readFile(join(ROOT, 'examples', 'payloads', `${payload}.json`), 'utf8'),
			);
			const answer = await this.#example.call<Answer>(sample);
			assert.deepEqual(answer, {
				decision_needed: true,
				outcome: `Waiting for a decision about ${OSCAR}.`,
				email: OSCAR,
				alert: 'Impossible travel',
			});
			const page = await this.#decisionPage();
			assert.match(await openForm(page), /Oscar Hughes.+oscar\.hughes@example\.com.+Impossible travel/s);
			assert.deepEqual(suspensions(), [], 'opening the link decides nothing');

			assert.equal(await this.decide('Suspend'), `Suspended ${OSCAR}, as decided by Sam.`, payload);
			assert.equal(sandbox.user(OSCAR).state, 'SUSPENDED');
			assert.equal(suspensions().length, 1);
		}
	}

	async leavesAloneWhomAPersonDeclines(): Promise<void> {
		const { sandbox } = this.#suite;
		const { id, email } = activeMember(sandbox);
		const suspensions = requestsFromNow(sandbox, 'suspend');
		await this.#example.call({ email: ` ${email.toUpperCase()} ` });
		assert.equal(await this.decide('Leave active'), `${email} stays active, as decided by Sam.`);
		assert.equal(sandbox.user(id).state, 'ACTIVE');
		assert.deepEqual(suspensions(), []);
	}

	/** Nobody is asked about people who can't be suspended, and the SIEM is told why. */
	async saysWhyThereIsNothingToDecide(): Promise<void> {
		const { sandbox } = this.#suite;
		const { email: active } = activeMember(sandbox);
		const suspensions = requestsFromNow(sandbox, 'suspend');
		const outcomes: Array<[payload: object, outcome: RegExp]> = [
			[
				{ email: 'Nobody@example.com' },
				/^Not suspended: nobody in this account has the email nobody@example\.com/,
			],
			[{ email: BREAK_GLASS }, /^Not suspended: breakglass-1@example\.com is protected from suspension\.$/],
			[{ user: { email: OSCAR } }, /^oscar\.hughes@example\.com was suspended already\.$/],
			[{ rule: 'Nobody is named' }, /^Not suspended: the alert names nobody by email\.$/],
			[{}, /^Not suspended: the alert names nobody by email\.$/],
			[{ email: 'oscar' }, /^Not suspended: "oscar" is not an email\.$/],
			[
				{ alerts: [{ user: { email: OSCAR } }, { user: { email: BREAK_GLASS } }] },
				/names several people \(oscar\.hughes@example\.com, breakglass-1@example\.com\)/,
			],
			[
				{ email: active, severity: 'Low' },
				/^Not suspended: the alert is not severe enough \(severity: Low\)/,
			],
			[
				{ object: { properties: { severity: 'Informational' } }, email: active },
				/^Not suspended: the alert is not severe enough/,
			],
		];
		for (const [payload, outcome] of outcomes) {
			const answer = await this.#example.call<Answer>(payload);
			assert.match(answer.outcome, outcome);
			assert.equal(answer.decision_needed, false);
			await this.#example.latest('success');
		}
		assert.deepEqual(suspensions(), []);
		assert.equal(sandbox.user(BREAK_GLASS).state, 'ACTIVE');
	}

	/**
	 * Decides about the alert that waits, as Sam.
	 *
	 * @returns what the security channel would read, and what the page shows
	 */
	async decide(decision: 'Suspend' | 'Leave active'): Promise<string | undefined> {
		const shown = await submitForm(await this.#decisionPage(), [decision, 'Sam']);
		const ended = await this.#example.latest('success');
		const outcome = outputOf<{ outcome: string }>(ended, 'Say What Happened')[0]?.outcome;
		assert.equal(shown.formSubmittedText, outcome, 'the page says what was decided');
		return outcome;
	}

	/** The link that the security channel would get. */
	async #decisionPage(): Promise<string> {
		const waiting = await this.#example.latest('waiting');
		const [message] = outputOf<{ request: string }>(waiting, 'Write the Request');
		const [link] = /http\S+$/.exec(message?.request ?? '') ?? [];
		assert(link, `no link in "${message?.request}"`);
		return link;
	}
}
