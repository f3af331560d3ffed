import type { Account } from '../account/Account.ts';
import type { ApiRequest } from '../contract/apiRequest.ts';
import type { Call } from '../contract/calls.ts';
import type { ClientCheck } from './ClientCheck.ts';

/** One call of the API: what was asked, of which account, and who judges what the client does wrong. */
export interface ApiCall<C extends Call = Call> {
	readonly account: Account;
	readonly call: C;
	readonly request: ApiRequest;
	readonly check: ClientCheck;
}
