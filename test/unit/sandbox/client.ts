import { request, type Agent, type IncomingHttpHeaders } from 'node:http';
import type { ApiVersion, Sandbox, SandboxUser } from '../../../sandbox/server.ts';
import { aText } from './expected.ts';

/** What came back; `json` is undefined if the body is no JSON. */
export interface Reply {
	status: number;
	headers: IncomingHttpHeaders;
	text: string;
	json: unknown;
}

export interface Sent {
	method?: string;
	/** The target as it goes over the wire: unlike axios and fetch, nothing is normalised on the way. */
	path: string;
	headers?: Record<string, string>;
	body?: string;
	agent?: Agent;
}

export interface UserList {
	results: SandboxUser[];
	next_page_token?: string;
}

/** Sends one request exactly as told. Rejects with the network's error if the connection breaks. */
export function send(
	sandbox: Sandbox,
	{ path, method = 'GET', headers = {}, body, agent }: Sent,
): Promise<Reply> {
	return new Promise((resolve, reject) => {
		const outgoing = request(sandbox.url, { path, method, headers, agent }, (response) => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.on('error', reject);
			response.on('end', () => {
				const text = Buffer.concat(chunks).toString();
				resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: jsonOf(text) });
			});
		});
		outgoing.on('error', reject);
		outgoing.end(body);
	});
}

function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

const TOKEN_PATHS: Record<ApiVersion, string> = {
	v1: '/v1/oauth/token',
	v1beta1: '/v1beta1/users/oauth2/token',
};

/** `Basic` for the sandbox's own client, or for the pair given. */
export function basic(sandbox: Sandbox, id = sandbox.clientId, secret = sandbox.clientSecret): string {
	return `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
}

/** A POST of a form with good client credentials; `changes` replace or add headers. */
export function postForm(sandbox: Sandbox, path: string, body: string, changes: Record<string, string> = {}) {
	const headers = { authorization: basic(sandbox), 'content-type': 'application/x-www-form-urlencoded' };
	return send(sandbox, { method: 'POST', path, body, headers: { ...headers, ...changes } });
}

/** A fresh access token. */
export async function newToken(sandbox: Sandbox, version: ApiVersion = 'v1'): Promise<string> {
	const { json } = await postForm(sandbox, TOKEN_PATHS[version], 'grant_type=client_credentials');
	return (json as { access_token: string }).access_token;
}

/** A well-behaved caller of the Users API: `call('')` lists, `call('/ID:suspend', { method: 'POST' })` suspends. */
export async function caller(sandbox: Sandbox, version: ApiVersion = 'v1') {
	const headers = {
		authorization: `Bearer ${await newToken(sandbox, version)}`,
		'user-agent': 'sandbox-test/1.0',
	};
	return (path: string, sent: Omit<Sent, 'path'> = {}) =>
		send(sandbox, {
			...sent,
			path: `/${version}/accounts/${sandbox.accountId}/users${path}`,
			headers: { ...headers, ...sent.headers },
		});
}

/** All pages of a listing; `query` such as `filter=user.isActive()&max_page_size=3`. */
export async function allPages(call: Awaited<ReturnType<typeof caller>>, query = ''): Promise<UserList[]> {
	const pages: UserList[] = [];
	let token: string | undefined;
	do {
		const { json } = await call(`?${query}${token === undefined ? '' : `&page_token=${token}`}`);
		const page = json as UserList;
		pages.push(page);
		token = page.next_page_token;
	} while (token !== undefined);
	return pages;
}

/** The body of a google.rpc error. */
export const rpc = (code: number, message: unknown = aText()) => ({ code, message, details: [] });
