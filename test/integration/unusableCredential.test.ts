import type { IDataObject } from 'n8n-workflow';
import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import { get, reactivate, suspend } from './n8n/parameters';
import { credentialFor, runNode } from './n8n/runNode';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox({ users: 3 })));
afterAll(async () => await sandbox.close());

const UNUSABLE: Array<[what: string, fields: IDataObject, message: RegExp]> = [
	['no account ID', { accountId: '' }, /^The 1Password credential has no Account ID/],
	['an entry that protects nobody', { protectedUsers: 'Ana' }, /an entry that protects nobody: "Ana"/],
];

describe.each(UNUSABLE)('a credential with %s', (_, fields, message) => {
	const run = async (operation: typeof get) =>
		await runNode(sandbox, {
			parameters: operation('email', sandbox.users[0]!.email),
			credential: credentialFor(sandbox, fields),
		});

	it.each([
		['suspended', suspend],
		['reactivated', reactivate],
	])('leaves no doubt whether somebody was %s', async (done, operation) => {
		const { error } = await run(operation);

		expect(error?.message).toMatch(message);
		expect(error?.description).toBe(`Nobody was ${done} in this run.`);
		expect(sandbox.requests()).toHaveLength(0);
	});

	it('raises none where nobody could be changed', async () => {
		const { error } = await run(get);

		expect(error?.message).toMatch(message);
		expect(error?.description ?? '').not.toMatch(/Nobody was/);
	});
});
