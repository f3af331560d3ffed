import type { FastifyReply } from 'fastify';
import type { Answer } from '../contract/answers.ts';
import type { Ending } from '../faults/endingOf.ts';

interface Payload {
	headers: Record<string, string>;
	bytes: Buffer;
}

/** Sends the answer, cuts it off or breaks the connection. Only a whole answer goes through fastify. */
export function finishReply(reply: FastifyReply, ending: Ending): FastifyReply | undefined {
	if (ending.kind === 'answer') return sendWhole(reply, ending.answer);
	reply.hijack();
	if (ending.kind === 'reset') reply.raw.destroy();
	if (ending.kind === 'truncate') sendCutOff(reply, ending.answer);
	if (ending.kind === 'invalid-json') sendHalfJson(reply, ending.answer);
	return undefined;
}

function sendWhole(reply: FastifyReply, answer: Answer): FastifyReply {
	const { headers, bytes } = payloadOf(answer);
	reply.code(answer.status).headers(headers);
	return bytes.length === 0 ? reply.send() : reply.send(bytes);
}

function sendCutOff(reply: FastifyReply, answer: Answer): void {
	const { headers, bytes } = payloadOf(answer);
	// Promises a little more than there is, so that the body is cut off even where nothing was to be sent.
	reply.raw.writeHead(answer.status, { ...headers, 'content-length': String(bytes.length + 1) });
	reply.raw.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => reply.raw.destroy());
	reply.raw.flushHeaders();
}

function sendHalfJson(reply: FastifyReply, answer: Answer): void {
	const { headers, bytes } = payloadOf(answer);
	const half = bytes.length < 2 ? Buffer.from('{"') : bytes.subarray(0, Math.floor(bytes.length / 2));
	const asJson = { 'content-type': 'application/json', ...headers, 'content-length': String(half.length) };
	reply.raw.writeHead(answer.status, asJson);
	reply.raw.end(half);
}

function payloadOf({ headers, body }: Answer): Payload {
	const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
	const lowerCased = Object.entries(headers).map(([name, value]): [string, string] => [
		name.toLowerCase(),
		value,
	]);
	return { headers: { ...contentTypeOf(text), ...Object.fromEntries(lowerCased) }, bytes: Buffer.from(text) };
}

function contentTypeOf(text: string): Record<string, string> {
	if (text === '') return {};
	return {
		'content-type': text.trimStart().startsWith('<') ? 'text/html; charset=utf-8' : 'application/json',
	};
}
