import type {
	ICredentialsDecrypted,
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';
import { takeFailure } from '../credential/failureHandover';
import { REQUEST_TIMEOUT_MS } from '../credential/token';
import { methodOf } from '../endpoints';
import { noAnswer } from '../errors/networkErrors';
import type { ApiAnswer, ApiRequest } from '../types';

export const CREDENTIAL = 'onePasswordUsersApi';

export type NodeContext = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

/** A credential as a run holds it: n8n merges a renewed token into this very object. */
export type HeldCredential = ICredentialsDecrypted & { data: ICredentialDataDecryptedObject };

/**
 * The one place from which requests of the Users API leave. URL's root, token and User-Agent come from the credential's
 * `authenticate`.
 * @param origin the host that is asked
 * @returns whatever was answered, any status
 * @throws ApiError when there is no answer, or no token
 */
export async function transmit(
	context: NodeContext,
	credential: HeldCredential,
	{ attempt, path, query }: ApiRequest,
	origin: string,
	signal: AbortSignal | undefined,
): Promise<ApiAnswer> {
	const options: IHttpRequestOptions = {
		method: methodOf(attempt),
		url: path,
		qs: query,
		json: true,
		timeout: REQUEST_TIMEOUT_MS,
		disableFollowRedirect: true,
		// Every status comes back as an answer: no NodeApiError around what 1Password said, and no renewal by n8n, which would renew once for each parallel 401.
		ignoreHttpStatusErrors: true,
		returnFullResponse: true,
		// n8n puts its own here, where there is one; polls have none.
		abortSignal: signal,
	};
	try {
		const { helpers } = context;
		const inHand = { credentialsDecrypted: credential };
		return (await helpers.httpRequestWithAuthentication.call(
			context,
			CREDENTIAL,
			options,
			inHand,
		)) as ApiAnswer;
	} catch (failure) {
		throw takeFailure(credential.data) ?? noAnswer(failure, origin, signal);
	}
}
