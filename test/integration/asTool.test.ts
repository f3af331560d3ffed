import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import { suspend } from './n8n/parameters';
import { credentialFor, runNode } from './n8n/runNode';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox({ users: 5, suspendedShare: 0 })));
afterAll(async () => await sandbox.close());

const EMAIL = 'breakglass-1@example.com';
const refused = () => {
	const credential = credentialFor(sandbox, { protectedUsers: EMAIL });
	return { parameters: suspend('email', EMAIL), credential, asTool: true };
};

describe('a tool of an AI agent', () => {
	beforeAll(() => sandbox.addUser({ email: EMAIL }));

	it('gives a refusal as its result, with the advice: what it throws does not reach every model', async () => {
		const { items, error } = await runNode(sandbox, refused());

		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json)).toEqual([
			{
				email: EMAIL,
				error: expect.stringMatching(/is protected and was not suspended\. .+ remove the entry\.$/) as string,
				reason: 'protected',
			},
		]);
	});

	it('does the same where nothing can be asked at all', async () => {
		const credential = credentialFor(sandbox, { accountId: '' });
		const { items, error } = await runNode(sandbox, { ...refused(), credential });

		expect(error).toBeUndefined();
		expect(items).toMatchObject([
			{ json: { email: EMAIL, error: expect.stringContaining('ccount') as string } },
		]);
	});

	it('stops if On Error says so', async () => {
		const { error } = await runNode(sandbox, { ...refused(), onError: 'stopWorkflow' });

		expect(error?.message).toBe(`${EMAIL} is protected and was not suspended`);
	});
});
