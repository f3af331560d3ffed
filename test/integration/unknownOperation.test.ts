import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import { runNode } from './n8n/runNode';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox({ users: 5 })));
afterAll(async () => await sandbox.close());

/** As an expression, or a workflow that was written by hand, may give it. */
const parameters = { resource: 'user', operation: 'delete', userId: 'U1' };
const MESSAGE = 'There is no such operation on user';

it('an operation that there is not stops the run', async () => {
	const { error } = await runNode(sandbox, { parameters });

	expect(error?.message).toBe(MESSAGE);
	expect(sandbox.requests()).toEqual([]);
});

it('is the failure of each item where the node continues on error', async () => {
	const input = [{ email: 'ana@example.com' }, {}];
	const { items } = await runNode(sandbox, { parameters, input, onError: 'continueRegularOutput' });

	expect(items.map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual([
		[MESSAGE, { item: 0 }],
		[MESSAGE, { item: 1 }],
	]);
});
