import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TriggerEvent } from '../../testbed/n8n/exampleTrigger.ts';
import type { SandboxUser } from '../../sandbox/server.ts';
import { TriggerTestbed, type Executions } from './TriggerTestbed.ts';
import { schedulerUnderTest } from './underTest.ts';

/** An event in the words of this test: what, the state before, and whom, as they are then. */
type Expected = readonly [event: string, previousState: string | null, user: SandboxUser];

const { durable } = schedulerUnderTest();

void test(durable ? 'trigger-durable' : 'trigger', { timeout: 900_000 }, async (t) => {
	await using suite = await TriggerTestbed.start(t);
	const { sandbox } = suite;
	const active = sandbox.users.filter(({ state, kind }) => state === 'ACTIVE' && kind === 'member');
	const [ana, ben, cleo, dan, eve, fay, gus] = active.map((user) => ({ ...user }));
	const [sue] = sandbox.users.filter(({ state }) => state === 'SUSPENDED').map((user) => ({ ...user }));
	assert(ana && ben && cleo && dan && eve && fay && gus && sue);
	const suspend = ({ id }: SandboxUser) => sandbox.changeUser(id, { state: 'SUSPENDED' });
	const reactivate = ({ id }: SandboxUser) => sandbox.changeUser(id, { state: 'ACTIVE' });
	const remove = ({ id }: SandboxUser) => sandbox.removeUser(id);
	const expected: Expected[][] = [];
	/** The executions so far have exactly these events; the latest one is new. */
	const reports = async (...events: Expected[]) => {
		expected.push(events);
		assertEvents(await suite.waitForExecutions(expected.length, 2), expected, sandbox.accountId);
	};

	await suite.step('the poll at the activation emits nothing', async () => {
		await suite.activate();
		assert.equal(suite.polls().at(-1)?.status, 200, 'it has polled');
		assert.deepEqual(await suite.executions(), []);
	});

	if (durable)
		await suite.step('n8n drops what it remembered: the first scheduled poll starts over', async () => {
			suspend(gus);
			await suite.nextPoll();
			assert.deepEqual(await suite.executions(), []);
		});

	await suite.step('a suspension gives one execution', async () => {
		suspend(ana);
		await reports(['user.suspended', 'ACTIVE', { ...ana, state: 'SUSPENDED' }]);
	});

	await suite.step('a reactivation gives one execution', async () => {
		reactivate(sue);
		await reports(['user.reactivated', 'SUSPENDED', { ...sue, state: 'ACTIVE' }]);
	});

	let zoe: SandboxUser | undefined;
	await suite.step('a new user gives one execution', async () => {
		zoe = { ...sandbox.addUser({ email: 'zoe@example.com', display_name: 'Zoe New' }) };
		await reports(['user.added', null, zoe]);
	});

	await suite.step('a removed user gives one execution', async () => {
		remove(ben);
		await reports(['user.removed', 'ACTIVE', ben]);
	});

	await suite.step('a restart loses and repeats nothing', async () => {
		assert(zoe);
		await suite.stopN8n();
		suspend(cleo);
		reactivate(ana);
		remove(zoe);
		await suite.startN8n();
		await reports(
			['user.suspended', 'ACTIVE', { ...cleo, state: 'SUSPENDED' }],
			['user.reactivated', 'SUSPENDED', ana],
			['user.removed', 'ACTIVE', zoe],
		);
	});

	await suite.step(
		'an outage of two polls is one failed execution, and then everything is reported',
		async () => {
			const toleratedBefore = await suite.tolerated();
			suite.beginOutage();
			suspend(dan);
			remove(sue);
			await failsOnce();
			assert.equal(await suite.tolerated(), toleratedBefore + 1, 'the first failure is tolerated');
			suite.endOutage();
			reactivate(cleo);
			await reports(
				['user.suspended', 'ACTIVE', { ...dan, state: 'SUSPENDED' }],
				['user.reactivated', 'SUSPENDED', cleo],
				['user.removed', 'ACTIVE', sue],
			);
		},
	);

	await suite.step(
		'a restart during an outage recovers, also when the outage outlasts the next poll',
		async () => {
			await suite.stopN8n();
			suite.beginOutage();
			suspend(eve);
			const toleratedBefore = await suite.tolerated();
			await suite.startN8n();
			await suite.waitForTolerated(toleratedBefore);
			await failsOnce();
			await suite.assertActive();
			suite.endOutage();
			remove(fay);
			await reports(
				['user.suspended', 'ACTIVE', { ...eve, state: 'SUSPENDED' }],
				['user.removed', 'ACTIVE', fay],
			);
			await suite.assertActive();
		},
	);

	await suite.step('nothing was reported twice, and nothing was executed without events', async () => {
		await suite.nextPoll();
		assertEvents(await suite.executions(), expected, sandbox.accountId);
	});

	/** One more execution, a failed one: the first failure in a row is tolerated, the second one is not. */
	async function failsOnce(): Promise<void> {
		expected.push([]);
		const executions = await suite.waitForExecutions(expected.length, 3);
		assertEvents(executions, expected, sandbox.accountId);
	}
});

/** Compares all executions with what they should hold; one without events is a failed poll. */
function assertEvents(executions: Executions, expected: readonly Expected[][], accountId: string): void {
	const told = executions.map(({ status, events }) => [status, ...events.map(summaryOf).sort()]);
	const wanted = expected.map((events) => [
		events.length > 0 ? 'success' : 'error',
		// Of a removed user only the ID is known.
		...events
			.map(([event, before, user]) =>
				summary(event, before, event === 'user.removed' ? { id: user.id } : user),
			)
			.sort(),
	]);
	assert.deepEqual(told, wanted);
	const events = executions.flatMap((execution) => execution.events);
	assert.equal(new Set(events.map(({ event_id }) => event_id)).size, events.length, 'event IDs are unique');
	for (const { event_id, detected_at, account_id } of events) {
		assert.match(event_id, /^[0-9a-f]{32}$/);
		assert.equal(new Date(detected_at).toISOString(), detected_at);
		assert.equal(account_id, accountId);
	}
}

const summaryOf = ({ event, previous_state, user }: TriggerEvent) => summary(event, previous_state, user);

function summary(event: string, before: string | null, { id, email, state }: TriggerEvent['user']): string {
	return [event, String(before), id, email ?? 'no email', state ?? 'no state'].join(' ');
}
