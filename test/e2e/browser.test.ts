import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BREAK_GLASS } from '../../testbed/account.ts';
import type { SandboxUser } from '../../sandbox/server.ts';
import { Editor } from './browser/Editor.ts';
import { credentialSteps } from './browser/credentialSteps.ts';
import { ENTRIES, NODE, TRIGGER } from './browser/wording.ts';
import { looks } from './browser/looks.ts';
import { walkReadme } from './browser/walkReadme.ts';
import { SuiteTestbed } from './SuiteTestbed.ts';

/** The picker's pages hold 100 users, and n8n loads the second one at once: only scrolling brings the others. */
const USERS = 350;

void test('the editor in a browser', { timeout: 600_000 }, async (t) => {
	await using suite = await SuiteTestbed.start(t, { users: USERS });
	const { sandbox } = suite;
	await using editor = await Editor.open(suite);
	editor.explainIn(suite.evidence);

	await walkReadme(editor, suite);

	await suite.step('the node is found by what people call it', async () => {
		await editor.newWorkflow();
		const list = await editor.openNodeList();
		for (const text of ['1password', 'onepassword', 'suspend']) await list.find(text, NODE);
	});

	await suite.step('it offers what it can do in words', async () => {
		await editor.newWorkflow();
		const list = await editor.openNodeList();
		await list.find('1password', NODE);
		await list.open(NODE);
		assert.deepEqual((await list.entries()).sort(), ENTRIES.toSorted());
	});

	let panel = await credentialSteps(editor, suite);

	/** Somebody who may sign in, and whom nothing protects. */
	const member = sandbox.users
		.slice(300)
		.find((user) => user.state === 'ACTIVE' && user.email !== BREAK_GLASS);
	assert(member?.email && member.display_name);
	const { email } = member;
	const label = entryOf(member);

	await suite.step('the list of users goes on as one scrolls', async () => {
		await panel.choose('operation', 'Get');
		const picker = await panel.openUserPicker();
		assert(!(await picker.entries()).includes(label), 'the user is on a page that is not loaded yet');
		await picker.scrollUntil(USERS);
		assert.deepEqual((await picker.entries()).toSorted(), entriesOf(sandbox.users));
		await picker.choose(label);
		assert.equal(await panel.user(), label);
	});

	await suite.step('the list of users can be searched', async () => {
		const suspended = sandbox.users.findLast(({ state }) => state === 'SUSPENDED');
		assert(suspended?.email);
		for (const [operation, user] of [
			['Reactivate', suspended],
			['Suspend', member],
		] as const) {
			await panel.choose('operation', operation);
			const picker = await panel.openUserPicker();
			const fitting = entriesOf(sandbox.users.filter(({ state }) => state === user.state));
			assert(
				(await picker.entries()).every((entry) => fitting.includes(entry)),
				operation,
			);
			await picker.search(user.email ?? '', 1);
			assert.deepEqual(await picker.entries(), [entryOf(user)]);
			await picker.choose(user.email ?? '');
			assert.equal(await panel.user(), entryOf(user));
		}
	});

	await suite.step('Get shows the user', async () => {
		await panel.choose('operation', 'Get');
		await panel.execute();
		const { id, display_name, state, create_time, path } = member;
		assert.deepEqual(await panel.row(new RegExp(email)), {
			id,
			email,
			display_name,
			state,
			create_time,
			path,
		});
	});

	await suite.step('Suspend and Reactivate show what changed', async () => {
		for (const [operation, before, after] of [
			['Suspend', 'ACTIVE', 'SUSPENDED'],
			['Reactivate', 'SUSPENDED', 'ACTIVE'],
		] as const) {
			await panel.choose('operation', operation);
			await panel.execute();
			const row = await panel.row(new RegExp(`${email}.*${after}.*${before}`, 's'));
			assert.deepEqual(
				[row['state'], row['previous_state'], row['changed'], row['dry_run']],
				[after, before, 'true', 'false'],
			);
			assert.equal(sandbox.user(member.id).state, after);
		}
	});

	await suite.step('a refusal says why, and what to do', async () => {
		await panel.choose('operation', 'Suspend');
		await panel.enterUser('email', BREAK_GLASS);
		await panel.execute();
		const { message, description } = await panel.failure();
		assert.equal(message, `${BREAK_GLASS} is protected and was not suspended`);
		assert.match(description, /Protected Users covers this user.*remove the entry/);
	});

	await suite.step('Get Many shows as many users as the limit says', async () => {
		await panel.choose('operation', 'Get Many');
		await panel.execute();
		await panel.expectItems(50);
	});

	await suite.step(
		'Audit compares with the list that the items are, and says so where there is none',
		async () => {
			await panel.choose('operation', 'Audit');
			await panel.execute();
			const { message, description } = await panel.failure();
			assert.equal(message, 'The list has no email: everyone in the account would seem not to be on it');
			assert.match(description, /The input items are the list\..*the expression in the Email field/);
			await panel.fixValue('email', email);
			await panel.execute();
			const active = sandbox.users.filter(({ state }) => state === 'ACTIVE');
			await panel.expectItems(active.length - 1);
			const { finding, id } = await panel.row(/active_not_listed/);
			assert.deepEqual(
				[finding, id],
				['active_not_listed', active.find((user) => user.id !== member.id)?.id],
			);
		},
	);

	await suite.step('Revoke says that the token is revoked', async () => {
		const { live } = sandbox.tokens();
		await panel.choose('resource', 'Access Token');
		await panel.execute();
		assert.deepEqual(await panel.row(/true/), { revoked: 'true' });
		assert.equal(sandbox.tokens().live, live - 1);
		await panel.close();
		await editor.node('Revoke access token').getByText('revoke: access token').waitFor();
	});

	await suite.step('the trigger fetches a test event', async () => {
		await editor.newWorkflow();
		panel = await editor.addNode(NODE, 'On user suspended');
		await panel.execute();
		const row = await panel.row(/user\.suspended/);
		assert.equal(row['account_id'], sandbox.accountId);
		assert.match(row['user'] ?? '', /state:\s*SUSPENDED/);
		await panel.close();
		await editor.node(TRIGGER).getByText('suspended', { exact: true }).waitFor();
	});

	await suite.step('the node has an icon for each theme', async () => {
		const light = await editor.iconOf(TRIGGER, 'light');
		await editor.prefer('dark');
		assert.notEqual(await editor.iconOf(TRIGGER, 'dark'), light);
	});

	await looks(editor, suite);
});

/** What the picker says of a user. */
const entryOf = ({ display_name, email }: SandboxUser) => `${email} (${display_name})`;

/** What it says of users that it has loaded at once, or of all that it has loaded when it was scrolled. */
const entriesOf = (users: readonly SandboxUser[]) => users.map(entryOf).toSorted();
