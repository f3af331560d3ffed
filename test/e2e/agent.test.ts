import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { findLeaks, secretsOf } from '../../testbed/n8n/leakSearch.ts';
import { activeMember, BREAK_GLASS } from '../../testbed/account.ts';
import { accountCredential } from '../../testbed/account.ts';
import type { SandboxUser } from '../../sandbox/server.ts';
import { agentWorkflow, listTool, userTool } from './agentWorkflow.ts';
import { FakeModel, type Call, type Turn } from './fakeModel.ts';
import { SuiteTestbed } from './SuiteTestbed.ts';

/** What people have: the newest kind of agent, and in older workflows the kind before. */
const AGENTS = { agent: 3, 'older-agent': 2.2 } as const;
type Agent = keyof typeof AGENTS;

/** What a tool says of one user. */
type Told = Partial<Record<'id' | 'email' | 'state' | 'previous_state' | 'error' | 'reason', string>> & {
	changed?: boolean;
};

/** All that was ever sent to the model, to be searched for secrets. */
const everythingSent: string[] = [];

void test('as a tool of an AI agent', { timeout: 600_000 }, async (t) => {
	await using suite = await SuiteTestbed.start(t);
	await using model = await FakeModel.start();
	const { n8n, sandbox } = suite;
	suite.evidence.add('conversation.json', async (file) => {
		await writeFile(file, JSON.stringify({ requests: model.requests, refusals: model.refusals }, null, 2));
	});
	const account = accountCredential(sandbox);
	const noChanges = { ...account, name: 'Read only', data: { ...account.data, readOnly: true } };
	const openAiApi = await n8n.createCredential(model.credential);
	assert.equal((await n8n.testCredential(openAiApi, model.credential)).status, 'OK');
	const full = { ...suite.credentials, openAiApi };
	const readOnly = { onePasswordUsersApi: await n8n.createCredential(noChanges) };
	const tools = [
		listTool('List Users', full),
		userTool('Get User', 'get', full),
		userTool('Suspend User', 'suspend', full),
		userTool('Reactivate User', 'reactivate', full),
		userTool('Suspend Read Only', 'suspend', readOnly),
		userTool('Suspend or Stop', 'suspend', full, 'stopWorkflow'),
	];
	for (const [path, version] of Object.entries(AGENTS))
		await n8n.addActiveWorkflow(agentWorkflow(path, version, full, tools));

	/** Lets the agent run while the model does this, one turn for each request. */
	const converse = async (agent: Agent, ...turns: Turn[]): Promise<Told[][]> => {
		model.play(...turns, 'That is all.');
		const reply = await n8n.callWebhook(agent, { method: 'POST', data: { ask: 'Do what you have to do.' } });
		everythingSent.push(JSON.stringify(model.requests));
		assert.deepEqual(reply, [{ output: 'That is all.' }]);
		assert.deepEqual(model.refusals, []);
		return model.results().map((result) => JSON.parse(result) as Told[]);
	};
	/** The same for one call about one user. */
	const tell = async (agent: Agent, tool: string, email = ''): Promise<Told> => {
		const [[told, ...more] = [], ...others] = await converse(agent, [{ tool, args: { email } }]);
		assert(told);
		assert.deepEqual([more, others], [[], []]);
		return told;
	};
	const ana = activeMember(sandbox);
	const directory = () => sandbox.users.map((user) => ({ ...user }));

	await suite.step('the tools say what they do, and that a suspension can be undone', async () => {
		await converse('agent');
		const offered = model.requests[0]?.tools?.map(({ function: { name, description, parameters } }) => {
			const { properties, required } = parameters;
			return [name, description, properties, required];
		});
		const email = { email: { type: 'string', description: 'Email of the user' } };
		const suspends = 'Suspend user until reactivated in 1Password Users';
		assert.deepEqual(offered?.sort(), [
			['Get_User', 'Get user in 1Password Users', email, ['email']],
			[
				'List_Users',
				'Get many users in 1Password Users',
				{
					limit: { type: 'number', description: 'How many at most' },
					state: { type: 'string', description: 'active or suspended' },
				},
				['limit', 'state'],
			],
			['Reactivate_User', 'Reactivate user in 1Password Users', email, ['email']],
			['Suspend_Read_Only', suspends, email, ['email']],
			['Suspend_User', suspends, email, ['email']],
			['Suspend_or_Stop', suspends, email, ['email']],
		]);
	});

	for (const agent of ['agent', 'older-agent'] as const) {
		await suite.step(`${agent}: lists and gets users, and changes nothing`, async () => {
			const before = directory();
			const list = (state: string, limit: number): Call => ({ tool: 'List_Users', args: { state, limit } });
			const get: Call = { tool: 'Get_User', args: { email: ` ${ana.email.toUpperCase()} ` } };
			const results = await converse(agent, [list('suspended', 50)], [list('active', 3), get]);
			const suspended = before.filter(({ state }) => state === 'SUSPENDED');
			const active = before.filter(({ state }) => state === 'ACTIVE');
			assert(suspended.length > 1);
			assert.deepEqual(results, [suspended.map(asSent), active.slice(0, 3).map(asSent), [asSent(ana)]]);
			assert.deepEqual(directory(), before);
		});

		await suite.step(`${agent}: suspends and reactivates by email, and reads what changed`, async () => {
			const call = (tool: string): Call[] => [{ tool, args: { email: ana.email } }];
			const results = await converse(agent, call('Suspend_User'), call('Suspend_User'));
			assert.equal(sandbox.user(ana.id).state, 'SUSPENDED');
			const undone = await converse(agent, call('Reactivate_User'));
			assert.equal(sandbox.user(ana.id).state, 'ACTIVE');
			const told = [...results, ...undone].flat();
			assert.deepEqual(
				told.map(({ id, email, previous_state, state, changed }) => [
					id,
					email,
					previous_state,
					state,
					changed,
				]),
				[
					[ana.id, ana.email, 'ACTIVE', 'SUSPENDED', true],
					[ana.id, ana.email, 'SUSPENDED', 'SUSPENDED', false],
					[ana.id, ana.email, 'SUSPENDED', 'ACTIVE', true],
				],
			);
		});

		await suite.step(`${agent}: reads who was refused, why, and what can be done`, async () => {
			const owner = sandbox.user(sandbox.users.find(({ kind }) => kind === 'owner')?.id ?? '');
			sandbox.setLastOwner(owner.id);
			const before = directory();
			sandbox.clearRequests();

			assert.deepEqual(await tell(agent, 'Suspend_Read_Only', ana.email), {
				email: ana.email,
				error:
					'Suspending users is switched off: the credential is read only. If this workflow is meant to change users, ' +
					'use a credential without Read Only. Nobody was suspended in this run.',
				reason: 'read_only',
			});
			assert.deepEqual(sandbox.requests(), []);
			assert.deepEqual(await tell(agent, 'Suspend_User', BREAK_GLASS), {
				email: BREAK_GLASS,
				error:
					`${BREAK_GLASS} is protected and was not suspended. "breakglass-*@example.com" in the credential's ` +
					'Protected Users covers this user. If the suspension is meant, do it in 1Password, or remove the entry.',
				reason: 'protected',
			});
			assert.deepEqual(await tell(agent, 'Get_User', 'nobody@example.com'), {
				email: 'nobody@example.com',
				error:
					'No user with the email nobody@example.com in this account. Check the spelling, and that the person ' +
					'belongs to the account of the credential. Every user of the account was looked at.',
				reason: 'not_found',
			});
			assert.deepEqual(await tell(agent, 'Suspend_User', 'Ana Lee'), {
				email: 'Ana Lee',
				error:
					'"Ana Lee" is not an email address. Use the form name@example.com in the User field, or choose By ID.',
				reason: 'invalid_input',
			});
			assert.deepEqual(sandbox.requests('suspend'), [], 'none of these is asked of 1Password');
			const lastOwner = await tell(agent, 'Suspend_User', owner.email);
			assert.equal(lastOwner.email, owner.email);
			assert.match(lastOwner.error ?? '', /last owner.+Make someone else an owner/s);
			assert.deepEqual(directory(), before);
		});

		await suite.step(`${agent}: of two calls at once, one can be refused and the other done`, async () => {
			const results = await converse(agent, [
				{ tool: 'Suspend_User', args: { email: BREAK_GLASS } },
				{ tool: 'Suspend_User', args: { email: ana.email } },
			]);
			const [[refused] = [], [done] = []] = results;
			assert.match(refused?.error ?? '', /is protected/);
			assert.deepEqual([done?.email, done?.state, done?.changed], [ana.email, 'SUSPENDED', true]);
			assert.equal(sandbox.user(BREAK_GLASS).state, 'ACTIVE');
			assert.equal(sandbox.user(ana.id).state, 'SUSPENDED');
			sandbox.changeUser(ana.id, { state: 'ACTIVE' });
		});
	}

	await suite.step('Stop Workflow ends the run at a refusal', async () => {
		model.play([{ tool: 'Suspend_or_Stop', args: { email: BREAK_GLASS } }], 'Never said.');
		await assert.rejects(n8n.callWebhook('agent', { method: 'POST', data: { ask: '' } }), /answered 500/);
		assert.equal(model.requests.length, 1, 'the model is not asked again');
		assert.equal(sandbox.user(BREAK_GLASS).state, 'ACTIVE');
	});

	await suite.step('no secret reaches the model', async () => {
		const sent = [{ where: 'a request to the model', text: everythingSent.join('\n') }];
		assert(sent[0]?.text.includes(ana.email));
		assert.deepEqual(findLeaks(sent, secretsOf(sandbox)), []);
	});
});

/** A user as the API sends one. */
function asSent({ id, email, display_name, state, create_time, path }: SandboxUser) {
	return { id, email, display_name, state, create_time, path };
}
