import { Agent } from 'node:http';
import { startSandbox, type Sandbox } from '../../../sandbox/server.ts';
import { caller } from './client.ts';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox({ users: 1000 });
});
afterEach(() => sandbox.close());

describe('the bytes on the wire', () => {
	it.each([
		['one connection for each request', false],
		['a connection that is kept', true],
	])('are counted in both directions since the log was cleared: %s', async (_, keepAlive) => {
		const agent = new Agent({ keepAlive });
		const call = await caller(sandbox);
		await call('?max_page_size=1000', { agent });
		sandbox.clearRequests();

		expect(sandbox.bytes()).toBe(0);
		const { text } = await call('?max_page_size=10', { agent });
		const small = sandbox.bytes();
		// Heads are some hundred bytes on either side.
		expect(small).toBeGreaterThan(text.length + 200);
		expect(small).toBeLessThan(text.length + 1500);

		await call('?max_page_size=10', { agent });
		expect(sandbox.bytes()).toBe(2 * small);
		agent.destroy();
	});
});
