import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import { activate, PolledWorkflow } from './n8n/pollNode';

let sandbox: Sandbox;
beforeEach(async () => (sandbox = await startSandbox({ users: 50 })));
afterEach(async () => await sandbox.close());

const someone = () => sandbox.users[6]!.id;

const activated = async () => await activate(sandbox);

describe('the time that n8n gives a poll', () => {
	it('is never used up: the poll stops before, says so, and leaves everything as it was', async () => {
		const workflow = await activated();
		const { saved } = workflow;
		sandbox.changeUser(someone(), { state: 'SUSPENDED' });
		sandbox.fault({ match: 'list', kind: 'hang' });
		workflow.budgetMs = 2100;
		const began = performance.now();

		await expect(workflow.poll()).rejects.toThrow(
			'The poll was stopped: n8n gives it 2 s, and it needs more',
		);
		expect(performance.now() - began).toBeLessThan(workflow.budgetMs);
		expect(workflow.saved).toBe(saved);
		workflow.budgetMs = 300_000;
		expect(await workflow.poll()).toHaveLength(1);
	});

	it('is not even begun when too little of it is left', async () => {
		const workflow = await activated();
		sandbox.clearRequests();
		workflow.budgetMs = 1500;

		await expect(workflow.poll()).rejects.toThrow(/The poll was stopped/);
		expect(sandbox.requests()).toEqual([]);
	});

	it('is unlimited where n8n is too old to tell', async () => {
		const workflow = new PolledWorkflow(sandbox);
		workflow.budgetMs = undefined;

		expect(await workflow.poll()).toBeNull();
		sandbox.changeUser(someone(), { state: 'SUSPENDED' });
		expect(await workflow.poll()).toHaveLength(1);
	});
});
