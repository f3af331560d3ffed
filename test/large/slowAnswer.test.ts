import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import { HurriedStore } from '../integration/faults/hurriedStore';
import { getMany } from '../integration/n8n/parameters';
import { credentialFor, runNode } from '../integration/n8n/runNode';
import { testCredential } from '../integration/n8n/testCredential';

/** Issues a token, and then answers a listing byte by byte, without ever coming to an end. */
function startTrickling(): Promise<Server> {
	const server = createServer((request, response) => {
		response.setHeader('content-type', 'application/json');
		if (request.method === 'POST') return void response.end('{"access_token":"token-1","expires_in":900}');
		const drip = setInterval(() => response.write(' '), 100);
		response.on('close', () => clearInterval(drip));
	});
	return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

let sandbox: Sandbox;
let server: Server;
beforeEach(async () => {
	sandbox = await startSandbox({ users: 3 });
	server = await startTrickling();
});
afterEach(async () => {
	server.closeAllConnections();
	server.close();
	await sandbox.close();
});

it('an answer that trickles is given up after twice the time that silence may take', async () => {
	const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const credential = new HurriedStore(credentialFor(sandbox, { baseUrl }).stored);
	const begun = performance.now();
	const { error } = await runNode(sandbox, { parameters: getMany(), credential });

	expect(error?.message).toBe(`1Password did not answer in time (${baseUrl})`);
	// Four tries of 2 s, as time runs here, and the pauses between them.
	expect(performance.now() - begun).toBeGreaterThan(8000);
}, 30_000);

it("the credential's test takes 15 seconds at most, and asks nothing more afterwards", async () => {
	const silent = await startSandbox({ users: 3 });
	silent.fault({ match: 'list', kind: 'hang' });
	let pages = 0;
	const transform = () => ({ results: [], next_page_token: `page-${++pages}` });
	sandbox.fault({ match: 'list', times: Infinity, status: 200, delayMs: 600, transform });
	const begun = performance.now();
	const tested = await Promise.all([silent, sandbox].map((of) => testCredential(credentialFor(of))));
	await silent.close();

	expect(tested[0]).toMatch(/did not answer (within 15 seconds|in time)/);
	expect(tested[1]).toContain('1Password did not answer within 15 seconds');
	expect(performance.now() - begun).toBeLessThan(20_000);
	const asked = sandbox.requests('list').length;
	// As slow as the pages: by the second answer, the next page would have been asked for.
	const users = `${sandbox.url}/v1/accounts/${sandbox.accountId}/users`;
	await fetch(users);
	await fetch(users);
	expect(sandbox.requests('list')).toHaveLength(asked + 2);
}, 40_000);
