import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Account } from '../account/Account.ts';
import { rpcError, type Answer } from '../contract/answers.ts';
import { splitTarget } from '../contract/calls.ts';
import { endingOf } from '../faults/endingOf.ts';
import type { FaultQueue } from '../faults/FaultQueue.ts';
import type { DeviationLog } from '../log/DeviationLog.ts';
import type { RequestLog } from '../log/RequestLog.ts';
import type { LoggedRequest } from '../types.ts';
import { answerCall } from './answerCall.ts';
import { finishReply } from './finishReply.ts';
import { RateLimit } from './RateLimit.ts';

/** Where fastify finds the API; the server rewrites every target to it. */
export const API_ROUTE = '/';

/** What the API's one route needs. */
export interface ApiParts {
	account: Account;
	log: RequestLog;
	deviations: DeviationLog;
	faults: FaultQueue;
	/** Ends the waiting of slow answers when the sandbox closes. */
	closing: AbortSignal;
}

/**
 * Serves the API from one route for all methods and paths.
 *
 * fastify's router decodes and refuses targets on its own. Here even a path such as `/users/%zz` has to be logged and
 * answered like the API would, so the target is read as it was sent.
 */
export function serveApi(app: FastifyInstance, parts: ApiParts): void {
	const { account, log, faults, closing } = parts;
	const rateLimit = new RateLimit();
	const entries = new WeakMap<FastifyRequest, LoggedRequest>();

	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
	app.addHook('onRequest', (request, reply, done) => {
		const { method, headers, socket } = request.raw;
		const entry = log.arrive({ method: method ?? '', target: request.originalUrl, headers, socket });
		entries.set(request, entry);
		reply.raw.once('close', () => log.leave(entry));
		done();
	});
	app.addHook('onSend', (request, reply, _payload, done) => {
		const entry = entries.get(request);
		if (entry) log.leave(entry, reply.statusCode);
		done();
	});
	const serve = async (request: FastifyRequest, reply: FastifyReply) => {
		const entry = entries.get(request);
		if (!entry) throw new Error('A request is missing from the log');
		entry.body = typeof request.body === 'string' ? request.body : '';
		const fault = faults.take(entry);
		entry.faulty = fault !== undefined;
		const tooMany = rateLimit.refuse(account.shapes.requestsPerSecond);
		const ending = endingOf(fault, () => tooMany ?? answerTo(parts, request, entry));
		if (!(await waited(account.latencyMs + (fault?.delayMs ?? 0), closing))) return reply.hijack();
		if ('answer' in ending) log.leave(entry, ending.answer.status);
		return finishReply(reply, ending);
	};
	app.all(API_ROUTE, serve);
	// Methods that fastify does not route, such as PROPFIND.
	app.setNotFoundHandler(serve);
	app.setErrorHandler(answerError);
}

/** Answers what fastify itself refused, such as a body that is too large, and what failed here. */
function answerError(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
	if (error.statusCode !== undefined && error.statusCode < 500) {
		return reply.code(error.statusCode).send(rpcError('invalidArgument', error.message).body);
	}
	console.error('The sandbox failed', error);
	return reply.code(500).send(rpcError('internal', `sandbox: ${error.message}`).body);
}

function answerTo(
	{ account, deviations }: ApiParts,
	{ originalUrl }: FastifyRequest,
	entry: LoggedRequest,
): Answer {
	const { method, headers, body, path } = entry;
	const query = new URLSearchParams(splitTarget(originalUrl).search);
	return answerCall(account, path, { method, headers, body, query }, (rule, tolerated) =>
		deviations.record(headers['user-agent'] ?? '', rule, tolerated, `${method} ${originalUrl}`),
	);
}

/** Waits this long; false if the sandbox closed meanwhile. */
async function waited(ms: number, closing: AbortSignal): Promise<boolean> {
	if (ms > 0) await pause(ms, undefined, { signal: closing }).catch(() => undefined);
	return !closing.aborted;
}
