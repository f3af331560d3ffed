import { UserError, type IDataObject } from 'n8n-workflow';
import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import { get, reactivate, suspend } from './n8n/parameters';
import { PolledWorkflow } from './n8n/pollNode';
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

describe('a credential that n8n cannot read', () => {
	const failingWith = (failure: Error) => {
		const credential = credentialFor(sandbox);
		credential.getDecrypted = async () => await Promise.reject(failure);
		return credential;
	};
	const suspendWith = async (failure: Error) =>
		await runNode(sandbox, {
			parameters: suspend('email', sandbox.users[0]!.email),
			credential: failingWith(failure),
			onError: 'continueRegularOutput',
		});

	it('because an expression in it fails is named with what n8n says of the expression', async () => {
		const { items } = await suspendWith(new UserError('invalid syntax'));

		expect(items.map(({ json }) => json)).toMatchObject([
			{
				error:
					'The 1Password credential could not be read: invalid syntax. Check the expressions in the fields of the credential, and that it still exists and this workflow may use it.',
				reason: 'invalid_input',
			},
		]);
	});

	it('is named by the trigger as well', async () => {
		const workflow = new PolledWorkflow(sandbox, {
			credential: failingWith(new UserError('invalid syntax')),
		});

		await expect(workflow.poll()).rejects.toThrow(
			'The 1Password credential could not be read: invalid syntax',
		);
	});

	it("because n8n's database is in use is told as that", async () => {
		const locked = Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });
		const { items } = await suspendWith(locked);

		expect(items.map(({ json }) => json)).toMatchObject([
			{
				error: expect.stringContaining("n8n's database was in use") as string,
				reason: 'not_sent',
			},
		]);
	});
});
