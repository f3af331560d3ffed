import type { Account } from '../account/Account.ts';
import {
	oauthError,
	rpcError,
	unknownPathAnswer,
	wrongMethodAnswer,
	type Answer,
} from '../contract/answers.ts';
import type { ApiRequest } from '../contract/apiRequest.ts';
import { callOf, METHOD_OF, type Call } from '../contract/calls.ts';
import { contractBreach } from '../contract/contractBreach.ts';
import type { ApiCall } from './ApiCall.ts';
import { answerOAuthCall } from './answerOAuthCall.ts';
import { answerUsersCall } from './answerUsersCall.ts';
import { ClientCheck, type OnDeviation } from './ClientCheck.ts';
import { Refusal } from './Refusal.ts';
import { shapeAnswer } from './shapeAnswer.ts';

/** What the API answers to a request for this path. */
export function answerCall(
	account: Account,
	path: string,
	request: ApiRequest,
	onDeviation: OnDeviation,
): Answer {
	const { shapes, versions, gatewayStatus, strict } = account;
	const call = callOf(path);
	if (!call) onDeviation('known-path', false);
	if (!call || !versions.includes(call.version)) return unknownPathAnswer(gatewayStatus, shapes.unknownPaths);
	const allowed = METHOD_OF[call.operation];
	if (request.method !== allowed) {
		onDeviation('method', false);
		return shapeAnswer(wrongMethodAnswer(allowed, shapes.wrongMethods), shapes);
	}
	const toAnswer = (message: string) =>
		'account' in call ? rpcError('invalidArgument', message) : oauthError('invalid_request', message);
	const check = new ClientCheck(strict, onDeviation, toAnswer);
	const answer = withinContract(call, answerOrRefusal({ account, call, request, check }));
	return 'account' in call ? shapeAnswer(answer, shapes) : answer;
}

function answerOrRefusal({ account, call, request, check }: ApiCall): Answer {
	try {
		return 'account' in call
			? answerUsersCall({ account, call, request, check })
			: answerOAuthCall({ account, call, request, check });
	} catch (error) {
		if (error instanceof Refusal) return error.answer;
		throw error;
	}
}

/** The answer itself, or a 500 in its place: better to fail loudly than to teach a client an API that does not exist. */
export function withinContract(call: Call, answer: Answer): Answer {
	const breach = contractBreach(call, answer);
	if (breach === undefined) return answer;
	console.error(`The sandbox broke its own contract: ${breach}`);
	return rpcError('internal', `sandbox: ${breach}`);
}
