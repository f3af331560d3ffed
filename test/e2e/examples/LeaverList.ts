import assert from 'node:assert/strict';
import { BREAK_GLASS } from '../../../testbed/account.ts';
import type { SuiteTestbed } from '../SuiteTestbed.ts';
import { openForm, pageOf, submitForm, untilReady, type FormReply } from './forms.ts';
import { ActiveExample } from '../../../testbed/n8n/ActiveExample.ts';
import { requestsFromNow } from './requestsFromNow.ts';

const FILE = 'leaver-list.json';
const LOGIN = { username: 'it', password: 'only for this test' };

/** "Leaver list → dry run → approval → suspend", as somebody with a browser sees it. */
export class LeaverList {
	readonly #suite: SuiteTestbed;
	readonly #url: string;

	private constructor(suite: SuiteTestbed, url: string) {
		this.#suite = suite;
		this.#url = url;
	}

	static async import(suite: SuiteTestbed): Promise<LeaverList> {
		const httpBasicAuth = await suite.n8n.createCredential({
			name: 'Leaver List',
			type: 'httpBasicAuth',
			data: { user: LOGIN.username, password: LOGIN.password },
		});
		await ActiveExample.import(suite, FILE, { credentials: { httpBasicAuth } });
		return new LeaverList(suite, `${suite.url}/form/leaver-list`);
	}

	/** The file's mistakes are told, nothing is changed before the yes, and nobody else is suspended by it. */
	async suspendsWhoWasShown(): Promise<void> {
		const { sandbox } = this.#suite;
		const [ana, ben] = this.#active();
		const [already] = sandbox.users.filter(({ state }) => state === 'SUSPENDED');
		const suspensions = requestsFromNow(sandbox, 'suspend');
		await assert.rejects(openForm(this.#url), /401/, 'the form wants a login');
		assert.match(await pageOf(this.#url, LOGIN), /value="10"/, 'the limit has a value');

		const emails = [ana.email.toUpperCase(), ben.email, already?.email, 'nobody@example.com', BREAK_GLASS];
		const page = await this.#upload(`Email,Last day\r\n${emails.join(',2026-11-30\r\n')},\r\n`, '2');
		const shown = await openForm(page);
		assert.match(shown, /Would be suspended \(2\)/);
		for (const email of [ana.email, ben.email]) assert(shown.includes(email), `${email} is not shown`);
		assert.match(shown, /Suspended already \(1\).+Not possible \(1\).+Nobody has this email \(1\)/s);
		assert.match(shown, /breakglass-1@example\.com, protected from suspension; ask IT/);
		assert.deepEqual(suspensions(), [], 'a dry run changes nothing');

		assert.match(await this.#answer(page, 'Yes, suspend them now'), /Suspended: /);
		assert.deepEqual(
			suspensions()
				.map(({ userId }) => userId)
				.sort(),
			[ana.id, ben.id].sort(),
		);
		for (const { id } of [ana, ben]) assert.equal(sandbox.user(id).state, 'SUSPENDED');
	}

	async suspendsNobodyWithoutAYes(): Promise<void> {
		const suspensions = requestsFromNow(this.#suite.sandbox, 'suspend');
		const page = await this.#upload(`email\n${this.#active()[0].email}\n`, '1');
		assert.match(await this.#answer(page, 'No'), /Nobody was suspended: the list was not approved/);
		assert.deepEqual(suspensions(), []);
	}

	/** Too long a list, and one without a usable row, are not even asked about. */
	async suspendsNobodyWhereTheListIsWrong(): Promise<void> {
		const suspensions = requestsFromNow(this.#suite.sandbox, 'suspend');
		const [ana, ben] = this.#active();
		const refused: Array<[csv: string, atMost: string, why: RegExp]> = [
			[
				`email\n${ana.email}\n${ben.email}\n`,
				'1',
				/Not possible \(2\).+the list has more people than "Suspend at Most" allows/,
			],
			[`email\n${ana.email}\n`, '0', /Would be suspended \(1\)/],
			['email\n', '5', /Not possible \(1\): - A row without an email/],
			['name\nAna\n', '5', /A row without an email/],
			['email\nana.example.com\n', '5', /ana\.example\.com, this is not an email/],
		];
		for (const [csv, atMost, why] of refused) {
			const page = await openForm(await this.#upload(csv, atMost));
			assert.match(page, /Nobody was suspended\./);
			assert.match(page, why);
		}
		assert.deepEqual(suspensions(), []);
	}

	/** HR sees for whom IT has to be asked, and IT what the node says, its advice included: before the yes, and after it. */
	async passesOnWhatTheNodeSays(): Promise<void> {
		const { sandbox } = this.#suite;
		const [{ id, email }] = this.#active();
		sandbox.fault({ match: 'GET', times: Infinity, status: 403 });
		const unasked = await openForm(await this.#upload(`email\n${email}\n`, '1'));
		sandbox.clearFaults();
		assert(unasked.includes(`Not possible (1): - ${email}, ask IT For IT: `), unasked);
		assert.match(unasked, /For IT: .+ lacks the permission "List users"/);

		sandbox.setManagedAdministrator(id);
		const page = await this.#upload(`email\n${email}\n`, '1');
		const answer = await this.#answer(page, 'Yes, suspend them now');
		sandbox.changeUser(id, { kind: 'member' });
		assert.match(answer, /Suspended: nobody\. Not suspended: .+externally managed administrator/);
		assert(answer.includes(email));
		assert.equal(sandbox.user(id).state, 'ACTIVE');
	}

	/** @returns the form's next page */
	async #upload(csv: string, atMost: string): Promise<string> {
		const file = new File([`\uFEFF${csv}`], 'leavers.csv', { type: 'text/csv' });
		return await this.#next(await submitForm(this.#url, [file, atMost], LOGIN));
	}

	/** @returns what the last page shows */
	async #answer(page: string, choice: string): Promise<string> {
		await submitForm(page, [choice]);
		return await openForm(await this.#next({ formWaitingUrl: page }));
	}

	async #next({ formWaitingUrl: page }: FormReply): Promise<string> {
		assert(page, 'the form has no next page');
		await untilReady(page);
		return page;
	}

	#active() {
		const active = this.#suite.sandbox.users.flatMap(({ id, email, state, kind }) =>
			state === 'ACTIVE' && kind === 'member' && email && email !== BREAK_GLASS ? [{ id, email }] : [],
		);
		const [first, second] = active;
		assert(first && second);
		return [first, second] as const;
	}
}
