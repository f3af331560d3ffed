import { startSandbox } from '../../../sandbox/server.ts';

it('starts with the users asked for', async () => {
	const sandbox = await startSandbox({ users: 3 });
	expect(sandbox.users).toHaveLength(3);
	await sandbox.close();
});
