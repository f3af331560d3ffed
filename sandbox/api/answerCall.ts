import type { Account } from '../account/Account.ts';
import { gatewayPage, rpcError, type Answer } from '../contract/answers.ts';
import type { ApiRequest } from '../contract/apiRequest.ts';
import { callOf, METHOD_OF, type Call } from '../contract/calls.ts';
import { contractBreach } from '../contract/contractBreach.ts';
import { answerOAuthCall } from './answerOAuthCall.ts';
import { answerUsersCall } from './answerUsersCall.ts';

/** What the API answers to a request for this path; a 500 if the answer would break the API's own contract. */
export function answerCall(account: Account, path: string, request: ApiRequest): Answer {
	const call = callOf(path);
	if (!call || !account.versions.includes(call.version)) return gatewayPage(account.gatewayStatus);
	const allowed = METHOD_OF[call.operation];
	if (request.method !== allowed) return rpcError('unimplemented', 'method not allowed', { allow: allowed });
	return withinContract(call, answerOf(account, call, request));
}

function answerOf(account: Account, call: Call, request: ApiRequest): Answer {
	return 'account' in call
		? answerUsersCall(account, call, request)
		: answerOAuthCall(account, call, request);
}

/** The answer itself, or a 500 in its place: better to fail loudly than to teach a client an API that does not exist. */
function withinContract(call: Call, answer: Answer): Answer {
	const breach = contractBreach(call, answer);
	if (breach === undefined) return answer;
	console.error(`The sandbox broke its own contract: ${breach}`);
	return rpcError('internal', `sandbox: ${breach}`);
}
