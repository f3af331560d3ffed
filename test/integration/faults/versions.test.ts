import type { Sandbox } from '../../../sandbox/server.ts';
import { getMany } from '../n8n/parameters';
import { credentialFor, runNode } from '../n8n/runNode';
import { startAccount, STEPS } from './steps';

let sandbox: Sandbox;
beforeEach(async () => (sandbox = await startAccount()));
afterEach(async () => await sandbox.close());

describe('versions', () => {
	it.each(STEPS)('v1beta1 disappears and v1 appears between two runs: $name', async (step) => {
		sandbox.setVersions(['v1beta1']);
		const credential = credentialFor(sandbox);
		await runNode(sandbox, { parameters: getMany(), credential });
		const first = credential.stored.issuedBy;
		sandbox.setVersions(['v1']);
		const { message, output } = await step.run(sandbox, credential);

		expect(message).toBeUndefined();
		expect(output.length).toBeGreaterThan(0);
		expect([first, credential.stored.issuedBy]).toEqual(['v1beta1', 'v1']);
		expect(sandbox.requests('POST :').filter(({ status }) => status === 200).length).toBeLessThan(2);
	});

	it('v1 appears for the token only, and refuses: the refusal is told', async () => {
		sandbox.setVersions(['v1beta1']);
		const credential = credentialFor(sandbox);
		await runNode(sandbox, { parameters: getMany(), credential });
		sandbox.setVersions(['v1']);
		sandbox.fault({ match: '/v1/accounts', skip: 1, status: 400 });
		const { items, error } = await runNode(sandbox, { parameters: getMany(), credential });

		expect(items).toEqual([]);
		expect(error?.message).toBe('1Password did not understand the request to list users');
	});

	it.each(STEPS)("v1beta1's users disappear while its tokens are still issued: $name", async (step) => {
		sandbox.setVersions(['v1beta1']);
		const credential = credentialFor(sandbox);
		await runNode(sandbox, { parameters: getMany(), credential });
		sandbox.setVersions(['v1', 'v1beta1']);
		sandbox.fault({ match: '/v1beta1/accounts', times: Infinity, status: 404, body: 'Not Found' });
		const { message, output } = await step.run(sandbox, credential);

		expect(message).toBeUndefined();
		expect(output.length).toBeGreaterThan(0);
		expect(credential.stored.issuedBy).toBe('v1');
	});

	it('a gateway that answers 501 where a version ended has the other one asked', async () => {
		sandbox.setVersions(['v1beta1']);
		const credential = credentialFor(sandbox);
		await runNode(sandbox, { parameters: getMany(), credential });
		sandbox.setVersions(['v1', 'v1beta1']);
		sandbox.fault({ match: '/v1beta1/accounts', times: Infinity, status: 501, body: 'Not Implemented' });
		const { items, error } = await runNode(sandbox, { parameters: getMany(), credential });

		expect(error).toBeUndefined();
		expect(items.length).toBeGreaterThan(0);
		expect(credential.stored.issuedBy).toBe('v1');
	});

	it('neither version knows the account: the one in use is named, and each is asked once', async () => {
		const credential = credentialFor(sandbox, { accountId: 'NOBODYSACCOUNT' });
		const { error } = await runNode(sandbox, { parameters: getMany(), credential });

		expect(error?.message).toBe(`1Password does not know this account at ${sandbox.url} (v1)`);
		expect(sandbox.requests('/accounts').map(({ version }) => version)).toEqual(['v1', 'v1beta1']);
	});

	it('and the other one is not asked again by the next item', async () => {
		const credential = credentialFor(sandbox, { accountId: 'NOBODYSACCOUNT' });
		const parameters = getMany({ limit: '={{ $json.limit }}' });
		const input = [{ limit: 1 }, { limit: 2 }];
		const onError = 'continueRegularOutput';
		const { items } = await runNode(sandbox, { parameters, input, credential, onError });

		expect(items.map(({ json }) => json.error)).toHaveLength(2);
		expect(sandbox.requests('/accounts').map(({ version }) => version)).toEqual(['v1', 'v1beta1', 'v1']);
	});

	/** A 404 may mean the account as well. */
	describe.each([
		[404, (url: string) => `1Password does not know this account at ${url} (v1beta1)`],
		[405, (url: string) => `Version v1beta1 of the Users API is gone at ${url}`],
		[410, (url: string) => `Version v1beta1 of the Users API is gone at ${url}`],
	] as const)('behind a gateway that answers unknown paths with %d', (gatewayStatus, told) => {
		it.each(STEPS)('a chosen version that disappears is told, not replaced: $name', async (step) => {
			await sandbox.close();
			sandbox = await startAccount({ gatewayStatus });
			const credential = credentialFor(sandbox, { apiVersion: 'v1beta1' });
			await runNode(sandbox, { parameters: getMany(), credential });
			sandbox.setVersions(['v1']);
			sandbox.clearRequests();
			const { message, output } = await step.run(sandbox, credential);

			expect(message).toBe(told(sandbox.url));
			expect(output).toEqual([]);
			expect(sandbox.requests().every(({ path }) => path.startsWith('/v1beta1/'))).toBe(true);
		});
	});
});
