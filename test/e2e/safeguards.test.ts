import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountCredential } from '../../testbed/account.ts';
import type { CredentialReference } from '../../testbed/n8n/N8nRest.ts';
import { credentialFor, newNode, newWorkflow, userBy, webhook } from '../../testbed/n8n/newWorkflow.ts';
import { SuiteTestbed } from './SuiteTestbed.ts';

/** What a safeguard says of an expression that gives nothing. */
const GIVES_NOTHING = /credential's (Read Only|Protected Users|Max Suspended Users) is n/;
/** A secret of a vault that is not there is left out: n8n itself refuses it when the credential is saved. */
const EXPRESSIONS = ['={{ $vars.missing }}', '={{ undefined }}'];

interface Told {
	changed?: boolean;
	error?: string;
	reason?: string;
}

void test('safeguards', { timeout: 600_000 }, async (t) => {
	await using suite = await SuiteTestbed.start(t, { users: 120 });
	const { n8n, sandbox } = suite;
	const account = accountCredential(sandbox);

	/** A credential with some of its fields changed. */
	const credentialWith = async (name: string, fields: Record<string, unknown>) =>
		await n8n.createCredential({ ...account, name, data: { ...account.data, ...fields } });

	/** An active workflow that takes users from a webhook; @returns what calls it. */
	const workflowWith = async (
		path: string,
		credential: CredentialReference,
		parameters: Record<string, unknown>,
	) => {
		const node = newNode('1Password', 'n8n-nodes-1password-users.onePasswordUsers', 1, parameters, {
			credentials: credentialFor('onePasswordUsersApi', { onePasswordUsersApi: credential }),
			onError: 'continueRegularOutput',
		});
		const split = newNode('Users', 'n8n-nodes-base.splitOut', 1, {
			fieldToSplitOut: 'body.users',
			options: {},
		});
		await n8n.addActiveWorkflow(
			newWorkflow(
				path,
				[webhook(path), split, node],
				[
					{ from: 'Webhook', to: 'Users' },
					{ from: 'Users', to: '1Password' },
				],
			),
		);
		return async (...users: string[]) =>
			await n8n.callWebhook<Told[]>(path, {
				method: 'POST',
				data: { users: users.map((user) => ({ user })) },
			});
	};
	const change = (operation: 'suspend' | 'reactivate', options = {}) => ({
		resource: 'user',
		operation,
		userId: userBy('id', '={{ $json.user }}'),
		options,
	});
	const countSuspended = () => sandbox.users.filter(({ state }) => state === 'SUSPENDED').length;
	const active = () =>
		sandbox.users.filter(({ state, kind, email }) => state === 'ACTIVE' && kind === 'member' && email);

	for (const [index, field] of ['readOnly', 'protectedUsers', 'maxSuspended'].entries()) {
		await suite.step(`${field} does not disappear when its expression gives nothing`, async () => {
			for (const [number, expression] of EXPRESSIONS.entries()) {
				const name = `${field} ${number}`;
				const fields = { [field]: expression };
				const credential = await credentialWith(name, fields);
				const path = `nothing-${index}-${number}`;
				const suspend = await workflowWith(path, credential, change('suspend'));
				const reactivate = await workflowWith(`${path}-back`, credential, change('reactivate'));
				sandbox.clearRequests();
				for (const call of [suspend, reactivate]) {
					const [told] = await call(active()[0]!.id);
					assert.match(told?.error ?? '', GIVES_NOTHING, `${field} as ${expression}`);
				}
				const tested = await n8n.testCredential(credential, {
					...account,
					name,
					data: { ...account.data, ...fields },
				});
				assert.equal(tested.status, 'Error');
				assert.match(tested.message, GIVES_NOTHING);
				assert.deepEqual(sandbox.requests(), []);
			}
		});
	}

	await suite.step('an entry of Protected Users that protects nobody is quoted', async () => {
		for (const entry of [
			'Ana <ana@example.com>',
			'@example.com',
			'ana@example.com ben@example.com',
			'- a@x.com',
		]) {
			const fields = { protectedUsers: `ok@example.com\n${entry}` };
			const credential = await credentialWith('Protects nobody', fields);
			const tested = await n8n.testCredential(credential, {
				...account,
				name: 'Protects nobody',
				data: { ...account.data, ...fields },
			});
			assert(tested.message.includes(`"${entry}"`), tested.message);
		}
	});

	await suite.step('what a person may well write protects', async () => {
		const [ana, ben, cas] = active();
		const written = `${ana?.email}\u200b; ${ben?.email?.toUpperCase()}\u2028${cas?.id}，`;
		const call = await workflowWith(
			'protects',
			await credentialWith('Protects', { protectedUsers: written }),
			change('suspend'),
		);
		const told = await call(ana!.id, ben!.id, cas!.id);
		assert.deepEqual(
			told.map(({ reason }) => reason),
			['protected', 'protected', 'protected'],
		);
	});

	await suite.step('fifty alerts at once stop exactly at Max Suspended Users', async () => {
		const before = countSuspended();
		const credential = await credentialWith('Ceiling', { maxSuspended: before + 10 });
		const call = await workflowWith('ceiling', credential, change('suspend'));
		const told = await Promise.all(
			active()
				.slice(0, 50)
				.map(async ({ id }) => await call(id)),
		);
		const ceiling = `more than Max Suspended Users allows (${before + 10})`;
		assert.equal(told.filter(([item]) => item?.changed).length, 10);
		const refused = told.filter(
			([item]) => item?.reason === 'max_suspended' && item.error?.includes(ceiling),
		);
		assert.equal(refused.length, 40);
		assert.equal(countSuspended(), before + 10);
	});

	await suite.step('with more IDs than are read at once, the real failure is told', async () => {
		const credential = await credentialWith('No Get', {});
		const call = await workflowWith('hidden', credential, {
			...change('suspend'),
			operation: 'get',
		});
		sandbox.setScopes(['users.list', 'users.suspend']);
		const told = await call(
			...active()
				.slice(0, 45)
				.map(({ id }) => id),
		);
		sandbox.setScopes(['users.get', 'users.list', 'users.suspend', 'users.reactivate']);
		assert.deepEqual([...new Set(told.map(({ reason }) => reason))], ['missing_permission']);
	});
});
