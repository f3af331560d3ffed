import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startSandbox } from '../../sandbox/server.ts';
import { accountCredential } from '../../testbed/account.ts';
import { activateTrigger, executionsOf } from '../../testbed/n8n/exampleTrigger.ts';
import type { CredentialReference, NewCredential } from '../../testbed/n8n/N8nRest.ts';
import { credentialFor, newNode, newWorkflow, userBy, webhook } from '../../testbed/n8n/newWorkflow.ts';
import { waitFor } from '../../testbed/system/waitFor.ts';
import { SuiteTestbed } from './SuiteTestbed.ts';

interface Told {
	id?: string;
	changed?: boolean;
	error?: string;
}

void test('credential', { timeout: 900_000 }, async (t) => {
	await using suite = await SuiteTestbed.start(t, { users: 60 });
	const { n8n, sandbox } = suite;
	const account = accountCredential(sandbox);

	const credentialWith = async (name: string, fields: Record<string, unknown> = {}) => {
		const data = { ...account.data, ...fields };
		const entered: NewCredential = { ...account, name, data };
		return { reference: await n8n.createCredential(entered), entered };
	};
	/** An active workflow with one node behind a webhook that gives it users; @returns what calls it. */
	const workflowWith = async (
		path: string,
		credential: CredentialReference,
		type: string,
		parameters: Record<string, unknown>,
	) => {
		const node = newNode('Node', type, type.endsWith('httpRequest') ? 4.2 : 1, parameters, {
			credentials: credentialFor('onePasswordUsersApi', { onePasswordUsersApi: credential }),
			onError: 'continueRegularOutput',
		});
		const split = newNode('Users', 'n8n-nodes-base.splitOut', 1, {
			fieldToSplitOut: 'body.users',
			options: {},
		});
		const links = [
			{ from: 'Webhook', to: 'Users' },
			{ from: 'Users', to: 'Node' },
		];
		await n8n.addActiveWorkflow(newWorkflow(path, [webhook(path), split, node], links));
		return async (...users: string[]) =>
			await n8n.callWebhook<Told[]>(path, {
				method: 'POST',
				data: { users: users.map((user) => ({ user })) },
			});
	};
	const OURS = 'n8n-nodes-1password-users.onePasswordUsers';
	const change = (operation: string) => ({
		resource: 'user',
		operation,
		userId: userBy('id', '={{ $json.user }}'),
		options: {},
	});
	const httpRequest = (url: string) => ({
		url,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'onePasswordUsersApi',
		options: {},
	});
	const usersUrl = () => `${sandbox.url}/v1/accounts/${sandbox.accountId}/users`;
	const members = sandbox.users.filter(({ kind, state }) => kind === 'member' && state === 'ACTIVE');

	await suite.step('the bearer follows no redirect to another host', async () => {
		const elsewhere = await startSandbox();
		try {
			const { reference, entered } = await credentialWith('Redirected');
			const call = await workflowWith(
				'redirected',
				reference,
				'n8n-nodes-base.httpRequest',
				httpRequest(usersUrl()),
			);
			await call('nobody');
			sandbox.fault({
				match: 'list',
				status: 302,
				headers: { location: `${elsewhere.url}/v1/accounts/${sandbox.accountId}/users` },
				times: Infinity,
			});
			await call('nobody');
			const { status, message } = await n8n.testCredential(reference, entered);
			assert.equal(status, 'Error', message);
			assert.match(message, /redirected/);
			assert.deepEqual(elsewhere.requests(), []);
		} finally {
			sandbox.clearFaults();
			await elsewhere.close();
		}
	});

	await suite.step('no request leaves without a token, and a wrong secret is told in our words', async () => {
		const { reference } = await credentialWith('Wrong secret', { clientSecret: 'wrong' });
		const call = await workflowWith(
			'wrong-secret',
			reference,
			'n8n-nodes-base.httpRequest',
			httpRequest(usersUrl()),
		);
		sandbox.clearRequests();
		const [told] = await call('nobody');
		assert.match(JSON.stringify(told), /refused the client ID or the client secret/);
		assert.deepEqual(sandbox.requests('list'), []);
	});

	await suite.step('the test is green for a list of users and for nothing else', async () => {
		const { reference, entered } = await credentialWith('Tested');
		assert.equal((await n8n.testCredential(reference, entered)).status, 'OK');
		for (const body of ['<html>Sign in</html>', '{"hello":"world"}', '', '[]', '{"next_page_token":"x"}']) {
			sandbox.fault({ match: 'list', status: 200, body, times: Infinity });
			const { status, message } = await n8n.testCredential(reference, entered);
			sandbox.clearFaults();
			assert.equal(status, 'Error', `${body}: ${message}`);
			assert.match(message, /cannot be trusted/);
		}
		const noTls = { ...entered, data: { ...entered.data, baseUrl: sandbox.url.replace('http:', 'https:') } };
		assert.match((await n8n.testCredential(reference, noTls)).message, /does not speak TLS/);
		sandbox.fault({ match: 'list', status: 503, times: Infinity });
		const { message: passing } = await n8n.testCredential(reference, entered);
		sandbox.clearFaults();
		assert.match(passing, /is unavailable.*Wait a few minutes and test the credential again\./);
		const nowhere = { ...entered, data: { ...entered.data, baseUrl: 'https://nowhere.invalid' } };
		assert.match((await n8n.testCredential(reference, nowhere)).message, /could not be reached/);
	});

	await suite.step('Automatic leaves v1beta1 when only its token path is left', async () => {
		const { reference } = await credentialWith('Automatic');
		const call = await workflowWith('automatic', reference, OURS, change('get'));
		sandbox.setVersions(['v1beta1']);
		assert.equal((await call(members[0]!.id))[0]?.id, members[0]!.id);
		sandbox.setVersions(['v1', 'v1beta1']);
		sandbox.fault({
			match: '/v1beta1/accounts',
			times: Infinity,
			status: 404,
			body: '<html>Not found</html>',
		});
		sandbox.clearRequests();
		const [told] = await call(members[0]!.id);
		sandbox.clearFaults();
		assert.equal(told?.id, members[0]!.id, told?.error);
		assert(sandbox.requests('token').some(({ path }) => path === '/v1/oauth/token'));
	});

	await suite.step("a run does not undo an administrator's edit", async () => {
		const { reference, entered } = await credentialWith('Edited');
		const call = await workflowWith('edited', reference, OURS, change('suspend'));
		await call(members[1]!.id);
		sandbox.fault({ match: 'get', delayMs: 1500, times: Infinity });
		sandbox.clearRequests();
		const running = call(...members.slice(2, 42).map(({ id }) => id));
		await waitFor(async () => await Promise.resolve(sandbox.requests('get').length > 1 || undefined), {
			withinMs: 20_000,
			everyMs: 50,
		});
		const readOnly = { ...entered, data: { ...entered.data, readOnly: true } };
		await n8n.updateCredential(reference, readOnly);
		sandbox.revokeAllTokens();
		const told = await running;
		sandbox.clearFaults();
		const errors = [...new Set(told.map(({ error }) => error))];
		assert(
			errors.some((error) => error?.includes('was changed while this run was under way')),
			errors.join('\n'),
		);
		assert.deepEqual(sandbox.requests('suspend'), []);
		const [refused] = await call(members[2]!.id);
		assert.match(refused?.error ?? '', /the credential is read only/);
	});

	await suite.step("a name server's outage at the first poll does not end the trigger", async () => {
		const { reference } = await credentialWith('No name', { baseUrl: 'https://nowhere.invalid' });
		const credentials = { ...suite.credentials, onePasswordUsersApi: reference };
		const trigger = await activateTrigger({ n8n, credentials, webhookKey: suite.webhookKey });
		const look = async () => {
			const ended = await executionsOf(n8n, trigger);
			return ended.length > 0 ? ended : undefined;
		};
		// The second failed poll in a row is a failed execution: n8n goes on polling.
		const [failed] = (await waitFor(look, { withinMs: 150_000, everyMs: 1000 })) ?? [];
		assert.equal(failed?.status, 'error');
		await n8n.waitUntilActive({ id: trigger.id, name: trigger.name });
	});
});
