/** The part of OpenAI's chat completions format that n8n's OpenAI Chat Model speaks when it does not stream. */

/** A tool as it is offered to the model. */
export interface OfferedTool {
	type: 'function';
	function: { name: string; description: string; parameters: ToolParameters };
}

/** JSON Schema of what a tool takes. */
export interface ToolParameters {
	type: 'object';
	properties: Record<string, { type?: string; description?: string }>;
	required?: string[];
	[keyword: string]: unknown;
}

/** A call as the model makes it; the arguments are JSON in a string. */
export interface ChatToolCall {
	id: string;
	type: 'function';
	function: { name: string; arguments: string };
}

export type ChatMessage =
	| { role: 'system' | 'user' | 'developer'; content: string }
	| { role: 'assistant'; content?: string | null | unknown[]; tool_calls?: ChatToolCall[] }
	| { role: 'tool'; tool_call_id: string; content: string };

export interface ChatRequest {
	model: string;
	messages: ChatMessage[];
	tools?: OfferedTool[];
}

const text = { type: 'string' };
const name = { type: 'string', pattern: '^[a-zA-Z0-9_-]{1,64}$' };

const toolCall = {
	type: 'object',
	required: ['id', 'type', 'function'],
	properties: {
		id: { ...text, minLength: 1 },
		type: { const: 'function' },
		function: {
			type: 'object',
			required: ['name', 'arguments'],
			properties: { name, arguments: text },
		},
	},
};

const message = {
	type: 'object',
	required: ['role'],
	oneOf: [
		{
			required: ['content'],
			properties: { role: { enum: ['system', 'user', 'developer'] }, content: text },
		},
		{
			anyOf: [{ required: ['content'] }, { required: ['tool_calls'] }],
			properties: {
				role: { const: 'assistant' },
				// n8n's agent sends an empty list of parts where it calls tools.
				content: { anyOf: [text, { type: 'null' }, { type: 'array' }] },
				tool_calls: { type: 'array', minItems: 1, items: toolCall },
			},
		},
		{
			required: ['tool_call_id', 'content'],
			properties: { role: { const: 'tool' }, tool_call_id: text, content: text },
		},
	],
};

const tool = {
	type: 'object',
	required: ['type', 'function'],
	properties: {
		type: { const: 'function' },
		function: {
			type: 'object',
			required: ['name', 'description', 'parameters'],
			properties: {
				name,
				description: { ...text, minLength: 1, maxLength: 1024 },
				parameters: {
					type: 'object',
					required: ['type', 'properties'],
					properties: { type: { const: 'object' }, properties: { type: 'object' } },
				},
			},
		},
	},
};

/** JSON Schema of a request; what OpenAI would refuse, it refuses. */
export const chatRequestSchema = {
	type: 'object',
	required: ['model', 'messages'],
	properties: {
		model: text,
		messages: { type: 'array', minItems: 1, items: message },
		tools: { type: 'array', minItems: 1, items: tool },
		// n8n streams only where the trigger does.
		stream: { const: false },
		n: { const: 1 },
	},
};

/** Tool results that answer no call, and calls that get no result, as OpenAI refuses them; in words. */
export function brokenExchanges(messages: readonly ChatMessage[]): string[] {
	const open = new Set<string>();
	const complaints: string[] = [];
	for (const message of messages) {
		if (message.role === 'tool') {
			if (!open.delete(message.tool_call_id))
				complaints.push(`The result "${message.tool_call_id}" answers no call.`);
			continue;
		}
		for (const id of open) complaints.push(`The call "${id}" has no result.`);
		open.clear();
		if (message.role === 'assistant') for (const { id } of message.tool_calls ?? []) open.add(id);
	}
	for (const id of open) complaints.push(`The call "${id}" has no result.`);
	return complaints;
}
