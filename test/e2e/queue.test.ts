import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outputOf } from '../../testbed/n8n/executionData.ts';
import { activateTrigger, type TriggerEvent } from '../../testbed/n8n/exampleTrigger.ts';
import { addBulkSuspend, SUSPEND, type Suspension } from './queue/addBulkSuspend.ts';
import { executionIds, waitForExecution } from './queue/waitForExecution.ts';
import { InterruptedBulk } from './queue/InterruptedBulk.ts';
import { QueueTestbed } from './queue/QueueTestbed.ts';
import { asked, assertSuspended, ids, told } from './queue/suspensions.ts';
import { CONCURRENCY } from './queue/Worker.ts';

/** So long takes every answer where executions have to overlap. */
const SLOW_MS = 300;

void test('queue mode', { timeout: 600_000 }, async (t) => {
	await using queue = await QueueTestbed.start(t, 420);
	const { suite, workers } = queue;
	const { sandbox } = suite;
	const active = sandbox.users.filter(({ state, kind }) => state === 'ACTIVE' && kind === 'member');
	const take = (count: number) => active.splice(0, count);
	const bulk = await addBulkSuspend(suite);

	await suite.step('a bulk split over 20 executions on two workers changes every user once', async () => {
		const groups = Array.from({ length: 20 }, () => take(5));
		const users = groups.flat();
		const suspended = sandbox.users.filter(({ state }) => state === 'SUSPENDED').slice(0, 1);
		await bulk.suspend(suspended);
		const { issued } = sandbox.tokens();
		sandbox.clearRequests();
		const replies = await Promise.all(groups.map(async (group) => await bulk.suspend(group)));

		assert.deepEqual(replies.map(ids), groups.map(ids), 'each execution speaks of its users');
		assert.deepEqual(told(replies.flat(), { changed: true }), ids(users), 'everybody is changed');
		assert.deepEqual(asked(sandbox), ids(users), 'everybody once');
		assertSuspended(sandbox, users);
		assert.equal(sandbox.tokens().issued, issued, 'both workers use the token that one of them stored');

		const taken = await queue.taken();
		assert.deepEqual(ids(taken), (await executionIds(suite, bulk)).sort(), 'workers ran it all');
		assert.equal(new Set(taken.map(({ worker }) => worker)).size, workers.length, 'every worker had a share');
	});

	await suite.step('executions that name the same users at once agree, and share a new token', async () => {
		const users = take(20);
		const twice = [...users, ...users];
		const groups = Array.from({ length: 10 }, (_, group) => twice.slice(2 * group, 2 * group + 8));
		const suspendAll = async () =>
			(await Promise.all(groups.map(async (group) => await bulk.suspend(group)))).flat();
		sandbox.clearRequests();
		sandbox.revokeAllTokens();
		sandbox.latency(SLOW_MS);
		const first = await suspendAll();
		sandbox.latency(0);

		const carriedOut = sandbox.requests('suspend').filter(({ status }) => status === 200);
		assert.deepEqual(
			told(first, { changed: true }),
			carriedOut.map(({ userId }) => userId).sort(),
			'who did it says so',
		);
		assertSuspended(sandbox, users);
		const tokenCalls = sandbox.requests('token').length;
		// Whoever finds the token dead renews it; whoever starts afterwards finds the new one.
		assert(tokenCalls >= 1 && tokenCalls <= workers.length * CONCURRENCY, `${tokenCalls} token calls`);

		sandbox.clearRequests();
		const again = await suspendAll();
		assert.deepEqual(told(again, { changed: true }), [], 'everybody was suspended already');
		assert.deepEqual(asked(sandbox), [], 'nobody is suspended again');
		assert.equal(sandbox.requests('token').length, 0, 'everybody uses the new token');
	});

	await suite.step('a worker is killed in the middle: sent again, the bulk goes on', async () => {
		const users = take(100);
		const interrupted = await InterruptedBulk.begin(queue, bulk, users);
		await interrupted.worker.kill();
		interrupted.interrupted();
		// n8n does not start it again by itself, but says to whoever sent it that it failed.
		const [failure] = await Promise.all([interrupted.failure, interrupted.worker.start()]);
		assert.match(failure, /answered 500/);
		interrupted.assertUntouched();
		interrupted.assertFinished(await bulk.suspend(users));
	});

	await suite.step('worker and main are killed in the middle: retried, the execution goes on', async () => {
		const interrupted = await InterruptedBulk.begin(queue, bulk, take(100));
		const { id, worker } = interrupted;
		await Promise.all([worker.kill(), suite.killN8n()]);
		interrupted.interrupted();
		await queue.untilNothingIsHeld();
		await suite.startN8n();
		await waitForExecution(suite, (execution) => execution.id === id && execution.status === 'crashed');
		interrupted.assertUntouched();

		const retried = await suite.n8n.retryExecution(id);
		const execution = await waitForExecution(
			suite,
			(one) => one.id === retried.id && one.status === 'success',
		);
		interrupted.assertFinished(outputOf<Suspension>(execution, SUSPEND));
	});

	await suite.step('the main polls, even without workers, and a worker executes what it found', async () => {
		for (const worker of workers) await worker.stop();
		sandbox.clearRequests();
		const trigger = await activateTrigger(suite);
		const polls = sandbox.requests('list').length;
		assert(polls > 0, 'it has polled when it became active');
		const [suspended] = take(1);
		assert(suspended);
		sandbox.changeUser(suspended.id, { state: 'SUSPENDED' });
		const found = await waitForExecution(suite, ({ workflowId }) => workflowId === trigger.id);
		assert(sandbox.requests('list').length > polls, 'another poll has found it');
		assert.equal(found.status, 'new', 'it waits for a worker');

		await Promise.all(workers.map(async (worker) => await worker.start()));
		const execution = await waitForExecution(suite, (one) => one.id === found.id && one.status === 'success');
		const events = outputOf<TriggerEvent>(execution, trigger.node);
		const summaries = events.map(({ event, user }) => ({ event, id: user.id }));
		assert.deepEqual(summaries, [{ event: 'user.suspended', id: suspended.id }]);
		assert.equal((await queue.taken()).filter(({ id }) => id === found.id).length, 1, 'one worker ran it');
		assert.equal(sandbox.requests('token').length, 0, 'the main uses the token that a worker stored');
	});
});
