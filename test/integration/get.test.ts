import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { runNode } from './n8n/runNode';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox({ users: 30 })));
afterAll(async () => await sandbox.close());

const byEmail = (value: string) => ({ resource: 'user', operation: 'get', userId: { __rl: true, mode: 'email', value } });

describe('get', () => {
	it('gives the user as 1Password describes them', async () => {
		const user = sandbox.users[3]!;
		const result = await runNode(sandbox, { parameters: byEmail(user.email!) });
		expect(result.error).toBeUndefined();
		expect(result.items[0]?.json).toMatchObject({ id: user.id, email: user.email, state: user.state });
	});
});
