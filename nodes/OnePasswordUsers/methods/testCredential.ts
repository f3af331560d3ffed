import {
	getCredentialOwnRequestAllowedDomains,
	isDomainAllowed,
	type ICredentialDataDecryptedObject,
	type ICredentialsDecrypted,
	type ICredentialTestFunctions,
	type IHttpRequestOptions,
	type INodeCredentialTestResult,
} from 'n8n-workflow';
import { checkCredential } from '../api/checkCredential';
import { withAdvice } from '../api/credential/tokenErrors';
import { forCredentialTest } from '../api/errors/runAgain';
import { asError } from '../utils/asError';
import { orAborted } from '../utils/orAborted';

/** n8n itself would wait for five minutes. */
const TIME_LIMIT_MS = 15_000;

/**
 * The credential's test. A function, not a `test` of the credential's class: that is green for every page with a good
 * status, shows bare codes such as ECONNREFUSED, and has no time limit.
 * @returns OK only when a list of users came back; otherwise what is wrong, and what to do
 */
export async function testCredential(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	try {
		await withinTime(async (limit) => {
			const http = async (request: IHttpRequestOptions) => {
				limit.throwIfAborted();
				checkDomain(data, request.url);
				return await send(this, request);
			};
			await checkCredential(http, data);
		});
		return { status: 'OK', message: 'Connection successful!' };
	} catch (failure) {
		return { status: 'Error', message: forCredentialTest(asError(withAdvice(failure)).message) };
	}
}

/**
 * Holds the test to the credential's Allowed Domains, as n8n does with the node's own requests, or the test would be green
 * and every run fail. An n8n without this function has no such limit.
 */
function checkDomain(data: ICredentialDataDecryptedObject, url: string): void {
	if (typeof getCredentialOwnRequestAllowedDomains !== 'function') return;
	const allowedDomains = getCredentialOwnRequestAllowedDomains(data);
	if (allowedDomains !== undefined && !isDomainAllowed({ url, allowedDomains }))
		throw new Error('Domain not allowed');
}

/** n8n gives a credential test its older HTTP client alone, which has its own words for the same. */
async function send({ helpers }: ICredentialTestFunctions, request: IHttpRequestOptions): Promise<unknown> {
	const { method, url, qs, headers, body } = request;
	const form = body instanceof URLSearchParams;
	const answer: unknown = await helpers.request({
		method,
		uri: url,
		qs,
		headers: form ? { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' } : headers,
		...(form && { body: body.toString() }),
		json: true,
		timeout: TIME_LIMIT_MS,
		followRedirect: false,
		followAllRedirects: false,
		simple: false,
		resolveWithFullResponse: true,
	});
	return answer;
}

/**
 * @param work gets a signal that is aborted when the time is up: from then on it is to ask nothing more
 * @throws Error when it takes longer; the timer keeps no process alive
 */
async function withinTime(work: (limit: AbortSignal) => Promise<void>): Promise<void> {
	const limit = AbortSignal.timeout(TIME_LIMIT_MS);
	await orAborted(work(limit), limit, () => {
		throw new Error(TOOK_TOO_LONG);
	});
}

const TOOK_TOO_LONG = `1Password did not answer within ${TIME_LIMIT_MS / 1000} seconds. Check the region or base URL, and that n8n can reach this host (firewall, proxy).`;
