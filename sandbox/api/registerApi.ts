import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Account, ApiRequest } from '../account/account.ts';
import { gatewayPage, rpcError, type Answer } from './answers.ts';
import { contractBreach } from '../contract/contractBreach.ts';
import { endingOf, type FaultQueue } from '../faults/FaultQueue.ts';
import { answerOAuth } from './oauthAnswers.ts';
import { callOf, METHOD_OF, splitTarget, type Call } from '../contract/paths.ts';
import type { RequestLog } from '../log/requestLog.ts';
import type { LoggedRequest } from '../types.ts';
import { answerUsersCall } from './usersAnswers.ts';
import { end } from './wire.ts';

/** Where fastify finds the API; the server rewrites every target to it, see `targetOf`. */
export const API_ROUTE = '/';

/** What the API's one route needs. */
export interface ApiParts {
	account: Account;
	log: RequestLog;
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
export function registerApi(app: FastifyInstance, { account, log, faults, closing }: ApiParts): void {
	const entries = new WeakMap<FastifyRequest, LoggedRequest>();

	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
	app.addHook('onRequest', (request, reply, done) => {
		const { method, headers, socket } = request.raw;
		const entry = log.arrive({ method: method ?? '', target: targetOf(request), headers, socket });
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
		if (!entry) throw new Error('A request got past the log');
		entry.body = typeof request.body === 'string' ? request.body : '';
		const fault = faults.take(entry);
		entry.faulty = fault !== undefined;
		const ending = endingOf(fault, () => answerTo(account, request, entry));
		if (!(await passes(account.latencyMs + (fault?.delayMs ?? 0), closing))) return reply.hijack();
		if ('answer' in ending) log.leave(entry, ending.answer.status);
		return end(reply, ending);
	};
	app.all(API_ROUTE, serve);
	// Methods that fastify does not route, such as PROPFIND.
	app.setNotFoundHandler(serve);
	app.setErrorHandler((error: FastifyError, _request, reply) => {
		if (error.statusCode !== undefined && error.statusCode < 500) {
			return reply.code(error.statusCode).send(rpcError('invalidArgument', error.message).body);
		}
		console.error('The sandbox failed', error);
		return reply.code(500).send(rpcError('internal', `sandbox: ${error.message}`).body);
	});
}

/** The request's target exactly as sent. */
function targetOf(request: FastifyRequest): string {
	return request.originalUrl;
}

/** Waits; false if the sandbox closed meanwhile. */
async function passes(ms: number, closing: AbortSignal): Promise<boolean> {
	if (ms > 0) await pause(ms, undefined, { signal: closing }).catch(() => undefined);
	return !closing.aborted;
}

function answerTo(account: Account, request: FastifyRequest, entry: LoggedRequest): Answer {
	const call = callOf(entry.path);
	if (!call || !account.versions.includes(call.version)) return gatewayPage(account.gatewayStatus);
	const allowed = METHOD_OF[call.operation];
	if (entry.method !== allowed) return rpcError('unimplemented', 'method not allowed', { allow: allowed });
	const { search } = splitTarget(targetOf(request));
	const { method, headers, body } = entry;
	const answer = answerOf(account, call, { method, headers, body, query: new URLSearchParams(search) });
	const breach = contractBreach(call, answer);
	if (breach === undefined) return answer;
	console.error(`The sandbox broke its own contract: ${breach}`);
	return rpcError('internal', `sandbox: ${breach}`);
}

function answerOf(account: Account, call: Call, request: ApiRequest): Answer {
	return 'account' in call ? answerUsersCall(account, call, request) : answerOAuth(account, call, request);
}
