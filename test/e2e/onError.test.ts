import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StoredExecution } from '../../testbed/n8n/N8nRest.ts';
import { accountCredential } from '../../testbed/account.ts';
import type { SandboxUser } from '../../sandbox/server.ts';
import { casesFor, NODE, workflowOf, type Case, type Outcome } from './onErrorCases.ts';
import { SuiteTestbed } from './SuiteTestbed.ts';
import type { StoredItem } from '../../testbed/n8n/executionData.ts';
import { latestExecution, runOf } from './storedRuns.ts';
import type { OnError } from '../../testbed/n8n/newWorkflow.ts';

/** What a later node has to find again of the input item it goes back to. */
const refOf = (item: number) => `ticket ${item}`;

void test('on error', { timeout: 600_000 }, async (t) => {
	await using suite = await SuiteTestbed.start(t);
	const { n8n, sandbox } = suite;
	const { credentials } = suite;
	const cases = casesFor(sandbox);
	const before = sandbox.users.map((user) => ({ ...user }));

	/** Runs a case in a workflow of its own, from the same directory each time. */
	const run = async (
		name: string,
		{ operation, parameters, items }: Case,
		onError: OnError,
		using = credentials,
	) => {
		for (const { id, state } of before) sandbox.changeUser(id, { state });
		sandbox.clearRequests();
		const path = name.replaceAll(/\W+/g, '-');
		const workflow = await n8n.addActiveWorkflow(
			workflowOf(path, { resource: 'user', operation, ...parameters }, onError, using),
		);
		const data = { items: items.map(([value], item) => ({ value, ref: refOf(item) })) };
		const reply = await n8n.callWebhook(path, { method: 'POST', data }).then(
			() => 'answered',
			(error: Error) => error.message,
		);
		return { execution: await latestExecution(n8n, workflow), reply };
	};

	for (const one of cases) {
		const { operation, identity, items, stopsAt, stopNote } = one;

		await suite.step(
			`${operation}, stop: the run fails, names the item, and has changed nobody`,
			async () => {
				const { execution, reply } = await run(`${operation} stop`, one, 'stopWorkflow');
				assert.equal(reply, `The webhook "${operation}-stop" answered 500.`);
				assert.equal(execution.status, 'error');
				const { error, outputs } = runOf(execution, NODE);
				assert.deepEqual(outputs, []);
				assert.equal(error?.context?.itemIndex, stopsAt);
				const text = `${error.message}. ${error.description}`;
				assert(text.endsWith(stopNote), `"${text}" does not end with "${stopNote}"`);
				assertOutcome(text.slice(0, text.length - stopNote.length), items[stopsAt]?.[1]);
				assert.deepEqual(sandbox.users, before);
				assert.deepEqual([...sandbox.requests('suspend'), ...sandbox.requests('reactivate')], []);
			},
		);

		await suite.step(
			`${operation}, continue: every item in its place, the failed ones with an error`,
			async () => {
				const { execution, reply } = await run(`${operation} continue`, one, 'continueRegularOutput');
				assert.deepEqual([reply, execution.status], ['answered', 'success']);
				assertItems(
					execution,
					'Regular',
					one,
					() => true,
					(value) => (identity ? { [identity]: value } : {}),
				);
				assert.deepEqual(runOf(execution, 'Failed').outputs, []);
				assert.deepEqual(sandbox.users, directoryAfter(before, one));
			},
		);

		await suite.step(
			`${operation}, error output: the good items on the one, the failed on the other`,
			async () => {
				const { execution, reply } = await run(`${operation} split`, one, 'continueErrorOutput');
				assert.deepEqual([reply, execution.status], ['answered', 'success']);
				assertItems(execution, 'Regular', one, (outcome) => !isFailure(outcome));
				// On this output n8n adds the fields of the input item.
				assertItems(execution, 'Failed', one, isFailure, (value, item) => ({
					value,
					ref: refOf(item),
					...(identity && { [identity]: value }),
				}));
				assert.deepEqual(sandbox.users, directoryAfter(before, one));
			},
		);
	}

	await suite.step('a credential that cannot be used fails every item, each with its name', async () => {
		const account = accountCredential(sandbox);
		const data = { ...account.data, clientSecret: 'wrong' };
		const wrong = await n8n.createCredential({ ...account, name: 'Wrong secret', data });
		const [, suspend] = cases;
		assert(suspend);
		const refused = /^1Password refused the client ID or the client secret/;
		const failing: Case = { ...suspend, items: suspend.items.map(([value]) => [value, refused]) };
		const { execution } = await run('wrong secret', failing, 'continueErrorOutput', {
			onePasswordUsersApi: wrong,
		});
		assert.deepEqual(runOf(execution, 'Regular').outputs, []);
		assertItems(execution, 'Failed', failing, isFailure, (value, item) => ({
			value,
			ref: refOf(item),
			email: value,
		}));
	});
});

/** Who is there when the good items were done, and only they. */
function directoryAfter(before: readonly SandboxUser[], { items }: Case): unknown[] {
	const states = new Map(
		items.flatMap(([, outcome]) =>
			Array.isArray(outcome) ? outcome.map(({ id, state }) => [id, state] as const) : [],
		),
	);
	return before.map((user) => ({ ...user, state: states.get(user.id) ?? user.state }));
}

/** What each failure of the cases says, and its reason in a word. */
const REASONS: ReadonlyArray<readonly [text: RegExp, reason: string]> = [
	[/^No user /, 'not_found'],
	[/ is protected /, 'protected'],
	[/ is not an email address|^Limit is /, 'invalid_input'],
	[/ refused the client ID /, 'bad_credentials'],
];

const isFailure = (outcome: Outcome) => outcome instanceof RegExp;

/**
 * Compares the items of one output, by the later node there, with the outcomes that belong on it.
 *
 * @param kept what a failed item has beside its error
 */
function assertItems(
	execution: StoredExecution,
	later: 'Regular' | 'Failed',
	{ items }: Case,
	belongs: (outcome: Outcome) => boolean,
	kept: (value: string | number, item: number) => object = () => ({}),
): void {
	const expected = items.flatMap(([value, outcome], item) => {
		if (!belongs(outcome)) return [];
		const outcomes = Array.isArray(outcome) ? outcome : [outcome];
		return outcomes.map((one) => ({ one, item, kept: kept(value, item) }));
	});
	const put = runOf(execution, NODE).outputs[later === 'Failed' ? 1 : 0] ?? [];
	const [reached = []] = runOf(execution, later).outputs;
	assert.deepEqual(
		put.map(({ pairedItem }) => pairedItem),
		expected.map(({ item }) => ({ item })),
	);
	assert.deepEqual(
		reached.map(({ json }) => json['came_from']),
		expected.map(({ item }) => refOf(item)),
	);
	for (const [index, { one, kept }] of expected.entries()) assertItem(put[index], one, kept);
}

function assertItem(
	item: StoredItem | undefined,
	outcome: RegExp | Record<string, unknown>,
	kept: object,
): void {
	assert(item);
	if (!(outcome instanceof RegExp)) {
		assert.partialDeepStrictEqual(item.json, outcome);
		assert.equal('error' in item.json, false);
		return;
	}
	const { error, reason, ...rest } = item.json;
	assertOutcome(error, outcome);
	assert.equal(reason, REASONS.find(([text]) => text.test(String(error)))?.[1]);
	assert.deepEqual(rest, kept);
}

function assertOutcome(text: unknown, outcome: Outcome | undefined): void {
	assert(outcome instanceof RegExp && typeof text === 'string');
	assert.match(text, outcome);
}
