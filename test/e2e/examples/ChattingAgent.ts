import assert from 'node:assert/strict';
import { withParameters } from '../../../testbed/n8n/workflow.ts';
import { BREAK_GLASS } from '../../../testbed/account.ts';
import type { SandboxUser } from '../../../sandbox/server.ts';
import { FakeModel, MODEL, type Call } from '../fakeModel.ts';
import type { SuiteTestbed } from '../SuiteTestbed.ts';
import { ActiveExample } from '../../../testbed/n8n/ActiveExample.ts';
import { HostedChat, type ChatMessage } from './HostedChat.ts';
import { requestsFromNow } from './requestsFromNow.ts';

const FILE = 'agent-may-ask-to-suspend.json';
const LOGIN = { username: 'sam', password: 'only for this test' };

/** As the tools are called for the model. */
const LOOK_UP = 'Look_Up_a_Person';
const SUSPEND = 'Suspend_a_Person';

/** n8n looks for something to show every three seconds. */
const SHOWN_WITHIN_MS = 30_000;

/** "AI agent that looks people up, and may ask to suspend them", as somebody chats with it. */
export class ChattingAgent implements AsyncDisposable {
	readonly #suite: SuiteTestbed;
	readonly #model: FakeModel;
	readonly #url: string;

	private constructor(suite: SuiteTestbed, model: FakeModel, url: string) {
		this.#suite = suite;
		this.#model = model;
		this.#url = url;
	}

	/** Whether this n8n has human review of tool calls, which the example needs. */
	static canRunOn(version: string): boolean {
		const [major = 0, minor = 0] = version.split('.').map(Number);
		return major > 2 || (major === 2 && minor >= 6);
	}

	static async import(suite: SuiteTestbed): Promise<ChattingAgent> {
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
				withParameters(imported, 'Model', { model: { __rl: true, mode: 'id', value: MODEL } }),
		});
		const chat = workflow.nodes.find(({ name }) => name === 'Chat');
		assert(chat?.webhookId);
		return new ChattingAgent(suite, model, `${url}/webhook/${chat.webhookId}/chat`);
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
		assert.deepEqual(tools?.sort(), [LOOK_UP, SUSPEND]);
		assert.deepEqual(suspensions(), []);
	}

	/** The person sees whom the tool would suspend; the tool runs after the button, and after no other answer. */
	async suspendsOnlyIfAPersonApproves({ id, email }: SandboxUser & { email: string }): Promise<void> {
		const { sandbox } = this.#suite;
		const answers: Array<[answer: (chat: HostedChat, question: ChatMessage) => Promise<void>, told: RegExp]> =
			[
				[async (chat, question) => await chat.press(question, 'Leave active'), /rejected the tool call/],
				[async (chat) => await chat.say('Yes, suspend'), /feedback: \\?"Yes, suspend/],
				[async (chat, question) => await chat.press(question, 'Suspend'), /"changed":\s*true/],
			];
		const suspensions = requestsFromNow(sandbox, 'suspend');
		for (const [answer, expected] of answers) {
			assert.equal(sandbox.user(id).state, 'ACTIVE');
			const [told] = await this.#chat([suspend(email)], 'That is all.', async (chat, question) => {
				assert.equal(
					question.text,
					`Suspend ${email} in 1Password, until somebody reactivates them?\n\nThe agent says why: The laptop was stolen.`,
				);
				assert.deepEqual(suspensions(), [], 'asking suspends nobody');
				await answer(chat, question);
			});
			assert.match(told ?? '', expected);
		}
		assert.equal(suspensions().length, 1);
		assert.equal(sandbox.user(id).state, 'SUSPENDED');
	}

	/** A yes does not get around the credential's safeguards, and the model is told. */
	async suspendsNoProtectedUser(): Promise<void> {
		const approve = async (chat: HostedChat, question: ChatMessage) => await chat.press(question, 'Suspend');
		const [refused] = await this.#chat([suspend(BREAK_GLASS)], 'That is not possible.', approve);
		assert.match(refused ?? '', /is protected and was not suspended/);
		assert.equal(this.#suite.sandbox.user(BREAK_GLASS).state, 'ACTIVE');
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.#model[Symbol.asyncDispose]();
	}

	/**
	 * One message in a new chat.
	 *
	 * @param calls what the model does about it, before it says something
	 * @param decide what the person does about the question that n8n asks then
	 * @returns what the tools told the model
	 */
	async #chat(
		calls: Call[],
		says: string,
		decide?: (chat: HostedChat, question: ChatMessage) => Promise<void>,
	): Promise<string[]> {
		this.#model.play(calls, says);
		const shown = AbortSignal.any([this.#suite.signal, AbortSignal.timeout(SHOWN_WITHIN_MS)]);
		await using chat = await HostedChat.write(this.#url, 'Do what you can.', LOGIN);
		if (decide) await decide(chat, await chat.next(shown));
		const { text } = await chat.next(shown);
		assert.equal(text, says);
		assert.deepEqual(this.#model.refusals, []);
		return this.#model.results();
	}
}

/** The model's call of the tool that a person has to approve: what the tool gets, and what the person reads. */
const suspend = (email: string): Call => ({
	tool: SUSPEND,
	args: { toolParameters: { email }, hitlParameters: { reason: 'The laptop was stolen.' } },
});
