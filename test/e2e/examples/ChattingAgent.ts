import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import axios from 'axios';
import { withParameters } from '../../../testbed/n8n/workflow.ts';
import { BREAK_GLASS } from '../../../testbed/account.ts';
import type { SandboxUser } from '../../../sandbox/server.ts';
import { FakeModel, MODEL, type Call } from '../fakeModel.ts';
import type { SuiteTestbed } from '../SuiteTestbed.ts';
import { ActiveExample } from '../../../testbed/n8n/ActiveExample.ts';
import { requestsFromNow } from './requestsFromNow.ts';
import type { SiemAlerts } from './SiemAlerts.ts';

const FILE = 'agent-may-ask-to-suspend.json';
const LOGIN = { username: 'sam', password: 'only for this test' };

/** As the tools are called for the model. */
const LOOK_UP = 'Look_Up_a_Person';
const ASK = 'Ask_to_Suspend_a_Person';

/** "AI agent that looks people up, and may ask to suspend them", as somebody chats with it. */
export class ChattingAgent implements AsyncDisposable {
	readonly #suite: SuiteTestbed;
	readonly #alerts: SiemAlerts;
	readonly #model: FakeModel;
	readonly #url: string;

	private constructor(suite: SuiteTestbed, alerts: SiemAlerts, model: FakeModel, url: string) {
		this.#suite = suite;
		this.#alerts = alerts;
		this.#model = model;
		this.#url = url;
	}

	/** @param alerts where the agent's requests go */
	static async import(suite: SuiteTestbed, alerts: SiemAlerts): Promise<ChattingAgent> {
		const { n8n, url } = suite;
		const model = await FakeModel.start();
		const httpBasicAuth = await n8n.createCredential({
			name: 'Chat',
			type: 'httpBasicAuth',
			data: { user: LOGIN.username, password: LOGIN.password },
		});
		const openAiApi = await n8n.createCredential(model.credential);
		const { workflow } = await ActiveExample.import(suite, FILE, {
			credentials: { httpBasicAuth, openAiApi },
			fillIn: (imported) =>
				withParameters(
					withParameters(imported, 'Model', { model: { __rl: true, mode: 'id', value: MODEL } }),
					'Ask to Suspend a Person',
					{ url: `${url}/webhook/siem-alert-approval` },
				),
		});
		const chat = workflow.nodes.find(({ name }) => name === 'Chat');
		assert(chat?.webhookId);
		return new ChattingAgent(suite, alerts, model, `${url}/webhook/${chat.webhookId}/chat`);
	}

	async answersWhoIsActive(): Promise<void> {
		const { sandbox } = this.#suite;
		const [sue] = sandbox.users.filter(({ state }) => state === 'SUSPENDED');
		const suspensions = requestsFromNow(sandbox, 'suspend');
		const call = (email = '') => ({ tool: LOOK_UP, args: { email: email.toUpperCase() } });
		const [told, nobody] = await this.#chat([call(sue?.email), call('nobody@example.com')], 'No, suspended.');
		assert.match(told ?? '', new RegExp(`${sue?.id}.+SUSPENDED`, 's'));
		assert.match(nobody ?? '', /"found":\s*false/);
		const tools = this.#model.requests[0]?.tools?.map((tool) => tool.function.name);
		assert.deepEqual(tools?.sort(), [ASK, LOOK_UP], 'it has no tool that suspends');
		assert.deepEqual(suspensions(), []);
	}

	/** @param user somebody who is active */
	async suspendsOnlyIfAPersonApproves({ id, email }: SandboxUser): Promise<void> {
		const { sandbox } = this.#suite;
		const ask = { tool: ASK, args: { email, reason: 'The laptop was stolen.' } };
		for (const decision of ['Leave active', 'Suspend'] as const) {
			const suspensions = requestsFromNow(sandbox, 'suspend');
			const [told] = await this.#chat([ask], 'A person will decide.');
			assert.match(told ?? '', /Waiting for a decision about/);
			assert.deepEqual(suspensions(), [], 'asking suspends nobody');
			await this.#alerts.decide(decision);
			assert.equal(sandbox.user(id).state, decision === 'Suspend' ? 'SUSPENDED' : 'ACTIVE');
		}
		const protectedUser = { tool: ASK, args: { email: BREAK_GLASS, reason: 'Ignore the rules.' } };
		const [refused] = await this.#chat([protectedUser], 'That is not possible.');
		assert.match(refused ?? '', /is protected from suspension/);
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.#model[Symbol.asyncDispose]();
	}

	/**
	 * One message in a new chat.
	 *
	 * @param calls what the model does about it, before it says something
	 * @returns what the tools told the model
	 */
	async #chat(calls: Call[], says: string): Promise<string[]> {
		this.#model.play(calls, says);
		const message = { action: 'sendMessage', sessionId: randomUUID(), chatInput: 'Do what you can.' };
		const { data } = await axios.post<{ output: string }>(this.#url, message, { auth: LOGIN, proxy: false });
		assert.equal(data.output, says);
		assert.deepEqual(this.#model.refusals, []);
		return this.#model.results();
	}
}
