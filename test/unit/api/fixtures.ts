import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import type { Subject } from '../../../nodes/OnePasswordUsers/api/errors/answerErrors';
import { readSettings, type Settings } from '../../../nodes/OnePasswordUsers/api/credential/settings';
import type { ApiAnswer } from '../../../nodes/OnePasswordUsers/api/types';

export const CLIENT_ID = '1f2e3d4c-5b6a-7980-a1b2-c3d4e5f60718';
export const CLIENT_SECRET = 'sesame-9f8e7d6c5b4a';
export const ACCOUNT_ID = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** A credential that is right, as n8n decrypts it, with some fields changed. */
export const credential = (changes: ICredentialDataDecryptedObject = {}): ICredentialDataDecryptedObject => ({
	region: 'com',
	baseUrl: '',
	apiVersion: 'auto',
	accountId: ACCOUNT_ID,
	clientId: CLIENT_ID,
	clientSecret: CLIENT_SECRET,
	readOnly: false,
	protectedUsers: '',
	maxSuspended: 0,
	accessToken: '',
	...changes,
});

export const settings = (changes: ICredentialDataDecryptedObject = {}): Settings =>
	readSettings(credential(changes));

export const subject = (changes: Partial<Subject> = {}): Subject => ({
	attempt: 'suspend',
	user: 'ana@example.com',
	request: `POST /v1/accounts/${ACCOUNT_ID}/users/AAAA:suspend`,
	origin: 'https://api.1password.com',
	version: 'v1',
	...changes,
});

export const answer = (
	statusCode: number,
	body: unknown = '',
	headers: Record<string, unknown> = {},
): ApiAnswer => ({ statusCode, body, headers });

/** The token endpoint, as n8n's HTTP client shows it: answers by the order in which it is asked. */
export function tokenEndpoint(...answers: Array<ApiAnswer | Error>) {
	const requests: IHttpRequestOptions[] = [];
	const http = async (options: IHttpRequestOptions): Promise<unknown> => {
		requests.push(options);
		const next = answers[requests.length - 1];
		if (next === undefined) throw new Error(`Nobody expected request ${requests.length}`);
		if (next instanceof Error) throw next;
		return next;
	};
	return { http, requests, paths: () => requests.map(({ url }) => new URL(url).pathname) };
}

/** What a function throws. */
export function failureOf(act: () => unknown): Error {
	try {
		act();
	} catch (failure) {
		if (failure instanceof Error) return failure;
		throw failure;
	}
	throw new Error('Nothing was thrown');
}

/** What a promise is rejected with. */
export async function rejectionOf(promise: Promise<unknown>): Promise<Error> {
	const outcome = await promise.then(
		() => undefined,
		(failure: unknown) => failure,
	);
	if (outcome instanceof Error) return outcome;
	throw new Error('The promise was not rejected with an Error');
}

/** Everything that n8n could show, log or store of an error. */
export function everythingIn(failure: Error): string {
	const own = Object.getOwnPropertyNames(failure).map((name): unknown => Reflect.get(failure, name));
	return JSON.stringify([failure.name, ...own]);
}
