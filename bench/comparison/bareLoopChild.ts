/** A loop over the pages of a listing, with axios and connections that are kept: nothing checked, nothing retried. */
import { Agent } from 'node:http';
import axios from 'axios';
import type { LoopTask } from './BareLoop.ts';

interface Page {
	results: Array<{ id: string }>;
	next_page_token?: string;
}

const { url, accountId, clientId, clientSecret } = JSON.parse(process.argv[2] ?? '') as LoopTask;
const { data: token } = await axios.post<{ access_token: string }>(
	`${url}/v1/oauth/token`,
	new URLSearchParams({ grant_type: 'client_credentials' }),
	{ auth: { username: clientId, password: clientSecret }, proxy: false },
);
const http = axios.create({
	baseURL: `${url}/v1/accounts/${accountId}`,
	headers: { Authorization: `Bearer ${token.access_token}`, 'User-Agent': 'bare-loop/1.0' },
	httpAgent: new Agent({ keepAlive: true }),
	proxy: false,
});

async function list(): Promise<Page['results']> {
	const users: Page['results'] = [];
	let page_token: string | undefined;
	do {
		const { data } = await http.get<Page>('/users', { params: { max_page_size: 1000, page_token } });
		users.push(...data.results);
		page_token = data.next_page_token;
	} while (page_token !== undefined);
	return users;
}

process.on('message', () => void list().then((users) => process.send?.(users.at(-1))));
// Connections that are kept alive must not keep the process.
process.once('disconnect', () => process.exit());
process.send?.('ready');
