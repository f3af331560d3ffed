import { LoadOptionsContext } from 'n8n-core';
import type { IWorkflowExecuteAdditionalData } from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';
import { OnePasswordUsers } from '../../nodes/OnePasswordUsers/OnePasswordUsers.node';
import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { credentialFor } from './n8n/runNode';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox({ users: 2500 })));
beforeEach(() => sandbox.clearRequests());
afterAll(async () => await sandbox.close());

async function search(filter?: string, page?: string, credential = credentialFor(sandbox)) {
	const node = new OnePasswordUsers();
	const workflow = new Workflow({
		id: 'w1',
		nodes: [
			{
				id: '1',
				name: 'N',
				type: 't',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
				credentials: { onePasswordUsersApi: { id: 'c1', name: 'S' } },
			},
		],
		connections: {},
		active: false,
		nodeTypes: { getByName: () => node, getByNameAndVersion: () => node, getKnownTypes: () => ({}) },
	});
	const additionalData = {
		credentialsHelper: credential,
	} as Partial<IWorkflowExecuteAdditionalData> as IWorkflowExecuteAdditionalData;
	const context = new LoadOptionsContext(workflow, workflow.getNode('N')!, additionalData, '');
	return await node.methods.listSearch.searchUsers.call(context, filter, page);
}

describe('the user picker', () => {
	it('shows a page of users, and goes on with the next', async () => {
		const first = await search();
		const second = await search(undefined, first.paginationToken);

		expect(first.results).toHaveLength(100);
		expect(second.results[0]?.value).toBe(sandbox.users[100]!.id);
	});

	it('finds by a part of the name or email, anywhere in the account', async () => {
		const { id, email, display_name } = sandbox.users[2400]!;

		expect((await search(email!.toUpperCase())).results).toContainEqual(
			expect.objectContaining({ value: id }),
		);
		expect((await search(display_name)).results).toContainEqual(expect.objectContaining({ value: id }));
	});

	it('says who is suspended', async () => {
		const { email } = sandbox.users.find(({ state }) => state === 'SUSPENDED')!;
		expect((await search(email)).results[0]?.name).toMatch(/, suspended$/);
	});

	it('does not show an empty list where every account has somebody', async () => {
		sandbox.fault({ match: 'list', status: 200, body: {} });
		await expect(search()).rejects.toThrow('the account has no users at all');
	});

	it('reports what went wrong instead of an empty list', async () => {
		const credential = credentialFor(sandbox, { clientSecret: 'wrong' });
		await expect(search('a', undefined, credential)).rejects.toThrow(
			'1Password refused the client ID or the client secret',
		);
	});
});
