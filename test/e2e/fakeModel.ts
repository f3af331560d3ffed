import { randomUUID } from 'node:crypto';
import { Ajv } from 'ajv';
import { fastify, type FastifyInstance } from 'fastify';
import { LOOPBACK } from '../../testbed/system/freePort.ts';
import type { NewCredential } from '../../testbed/n8n/N8nRest.ts';
import { brokenExchanges, chatRequestSchema, type ChatRequest, type OfferedTool } from './chatFormat.ts';

/** A tool that the model calls. */
export interface Call {
	/** As it is offered: n8n makes it of the node's name, with `_` for what is not a letter or a digit. */
	tool: string;
	/** What the tool's `$fromAI()` fields get, by their keys. */
	args: Record<string, unknown>;
}

/** What the model does when it is asked: answer with a text, or call tools, all at once. */
export type Turn = string | readonly Call[];

/** Its name. */
export const MODEL = 'fake-model';

/**
 * A language model that does what it is told beforehand, for n8n's OpenAI Chat Model (up to version 1.2 of that node,
 * or a later one with `responsesApiEnabled: false`; and no streaming).
 *
 * ```ts
 * await using model = await FakeModel.start();
 * const openAiApi = await suite.n8n.createCredential(model.credential);
 * // … a workflow with `MODEL` in an OpenAI Chat Model, and a tool node named "Suspend User" …
 * model.play([{ tool: 'Suspend_User', args: { email: 'ana@example.com' } }], 'Ana is suspended.');
 * // … run it: each request of the agent gets the next turn …
 * model.requests[0]?.tools;   // what the tools look like to the model
 * model.results();            // what the tools told it
 * ```
 *
 * It is as strict as the real one: a request that is malformed, that leaves a call without its result, or that comes
 * when no turn is left gets 400, and so does one that does not offer the tool, with such arguments, that is to be called.
 */
export class FakeModel implements AsyncDisposable {
	/** What it was asked since the last `play`, without what is malformed. */
	readonly requests: ChatRequest[] = [];
	/** Why it refused requests. */
	readonly refusals: string[] = [];
	readonly #key = randomUUID();
	readonly #server: FastifyInstance;
	#turns: Turn[] = [];

	private constructor() {
		this.#server = fastify({
			forceCloseConnections: true,
			ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
		});
		this.#server.addHook('onRequest', async ({ headers }) => {
			if (headers.authorization !== `Bearer ${this.#key}`) throw new Error('The API key is wrong.');
		});
		this.#server.setErrorHandler(async (error: Error, _request, reply) => {
			this.refusals.push(error.message);
			await reply
				.code(400)
				.send({ error: { message: error.message, type: 'invalid_request_error', param: null, code: null } });
		});
		this.#server.get('/v1/models', () => ({ object: 'list', data: [{ id: MODEL, object: 'model' }] }));
		this.#server.post<{ Body: ChatRequest }>(
			'/v1/chat/completions',
			{ schema: { body: chatRequestSchema } },
			({ body }) => this.#answer(body),
		);
	}

	/** Starts it on a free port of this machine. */
	static async start(): Promise<FakeModel> {
		const model = new FakeModel();
		await model.#server.listen({ host: LOOPBACK, port: 0 });
		return model;
	}

	/** What n8n needs to reach it. */
	get credential(): NewCredential {
		const url = `${this.#server.listeningOrigin}/v1`;
		return { name: 'Fake Model', type: 'openAiApi', data: { apiKey: this.#key, url, header: false } };
	}

	/** Says what to do from now on, one turn for each request, and forgets what was. */
	play(...turns: Turn[]): void {
		this.#turns = turns;
		this.requests.length = 0;
		this.refusals.length = 0;
	}

	/** What the tools have told the model by the last request, as it reads it. */
	results(): string[] {
		const messages = this.requests.at(-1)?.messages ?? [];
		return messages.flatMap((message) => (message.role === 'tool' ? [message.content] : []));
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.#server.close();
	}

	#answer(request: ChatRequest): object {
		const { model, messages, tools = [] } = request;
		if (model !== MODEL) throw new Error(`There is no model "${model}".`);
		const [broken] = brokenExchanges(messages);
		if (broken) throw new Error(broken);
		this.requests.push(request);
		const turn = this.#turns.shift();
		if (turn === undefined) throw new Error('Nobody told what to do in this turn.');
		return completion(
			typeof turn === 'string'
				? { message: { content: turn }, finish_reason: 'stop' }
				: {
						message: { content: null, tool_calls: turn.map((call) => toolCall(call, tools)) },
						finish_reason: 'tool_calls',
					},
		);
	}
}

function toolCall({ tool, args }: Call, tools: readonly OfferedTool[]) {
	const offered = tools.find((one) => one.function.name === tool);
	if (!offered)
		throw new Error(
			`The tool ${tool} is not offered, but ${tools.map((one) => one.function.name).join(', ')}.`,
		);
	const ajv = new Ajv();
	if (!ajv.validate(offered.function.parameters, args))
		throw new Error(`${tool} does not take these arguments: ${ajv.errorsText()}.`);
	return {
		id: `call_${randomUUID()}`,
		type: 'function' as const,
		function: { name: tool, arguments: JSON.stringify(args) },
	};
}

function completion({ message, finish_reason }: { message: object; finish_reason: string }): object {
	return {
		id: `chatcmpl-${randomUUID()}`,
		object: 'chat.completion',
		created: Math.floor(Date.now() / 1000),
		model: MODEL,
		choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason, logprobs: null }],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}
