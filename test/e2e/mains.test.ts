import assert from 'node:assert/strict';
import { chmod, cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import {
	activateTrigger,
	atSeconds,
	executionsOf,
	NEXT_POLL_WITHIN_MS,
} from '../../testbed/n8n/exampleTrigger.ts';
import { startN8n } from '../../testbed/n8n/startN8n.ts';
import { waitFor } from '../../testbed/system/waitFor.ts';
import { startPostgres } from './queue/startPostgres.ts';
import { SuiteTestbed } from './SuiteTestbed.ts';
import { schedulerUnderTest } from './underTest.ts';

const EVENTS = ['user.reactivated', 'user.suspended'];

/**
 * Main processes look for due polls every five seconds, each at moments of its own. At seconds like these, now one and
 * now the other is the first to see a poll.
 */
const POLL_TIMES = atSeconds(0, 11, 22, 33, 44);

/** What n8n's durable scheduler logs when it has run a poll. */
const POLLED = /Poll returned (no )?new data/g;

/** How many polls find a change: each main process is to run some of them. */
const CHANGES = 10;

void test('mains', { timeout: 600_000 }, async (t) => {
	await using mains = await startMains(t);
	const { suite, logFiles } = mains;
	const { sandbox, signal } = suite;
	const members = sandbox.users.filter(({ state, kind }) => state === 'ACTIVE' && kind === 'member');
	const expected: string[] = [];
	const polls = async () => {
		const logs = await Promise.all(logFiles.map(async (file) => await readFile(file, 'utf8')));
		return logs.map((log) => [...log.matchAll(POLLED)].length);
	};

	const nextPoll = async () => {
		const before = sandbox.requests('list').length;
		const look = () => sandbox.requests('list')[before]?.status;
		assert(await waitFor(look, { withinMs: NEXT_POLL_WITHIN_MS, everyMs: 250, signal }), 'n8n polls');
	};

	await suite.step('two main processes report each change once, in one execution', async () => {
		const trigger = await activateTrigger(suite, { events: EVENTS, pollTimes: POLL_TIMES });
		await nextPoll();

		for (const [position, { id }] of members.slice(0, CHANGES).entries()) {
			sandbox.changeUser(id, { state: 'SUSPENDED' });
			expected.push(`user.suspended ${id}`);
			const before = members[position - CHANGES / 2];
			if (before) {
				sandbox.changeUser(before.id, { state: 'ACTIVE' });
				expected.push(`user.reactivated ${before.id}`);
			}
			await nextPoll();
		}

		const reported = async () => {
			const executions = await executionsOf(suite.n8n, trigger);
			return executions.flatMap(({ events }) => events);
		};
		const all = async () => ((await reported()).length >= expected.length ? true : undefined);
		await waitFor(all, { withinMs: NEXT_POLL_WITHIN_MS, signal });
		const events = await reported();
		assert.deepEqual(events.map(({ event, user }) => `${event} ${user.id}`).sort(), expected.sort());
		assert.equal(new Set(events.map(({ event_id }) => event_id)).size, events.length, 'event IDs are unique');
	});

	await suite.step('both have run polls', async () => {
		for (const count of await polls()) assert(count > 0, 'it has polled');
	});
});

interface Mains extends AsyncDisposable {
	/** One of them; the other can be read in its log only. */
	suite: SuiteTestbed;
	logFiles: readonly string[];
}

/**
 * Two main processes of one n8n, with one database, as there are while a new one takes over from an old one. (n8n's
 * multi-main mode, which has a leader, needs a licence.)
 */
async function startMains(t: TestContext): Promise<Mains> {
	await using cleanup = new AsyncDisposableStack();
	const folder = await mkdtemp(join(tmpdir(), 'n8n-1password-users-mains-'));
	cleanup.defer(async () => await rm(folder, { recursive: true, force: true, maxRetries: 3 }));
	// PostgreSQL's user has to get through it to what is theirs, but can't list it.
	await chmod(folder, 0o711);
	const postgresLog = join(folder, 'postgres.log');
	const postgres = cleanup.use(await startPostgres({ folder, logFile: postgresLog, signal: t.signal }));
	const env = { ...postgres.env, ...schedulerUnderTest().env };
	const suite = cleanup.use(await SuiteTestbed.start(t, { users: 60, env }));

	const userFolder = join(folder, 'second');
	const packages = join('.n8n', 'nodes');
	await mkdir(userFolder);
	await cp(join(suite.userFolder, packages), join(userFolder, packages), { recursive: true });
	const logFile = join(folder, 'second.log');
	suite.evidence.addFile('second.log', logFile);
	const { installed, signal } = suite;
	const second = await startN8n({ installed, userFolder, logFile, env, signal });
	cleanup.defer(async () => await second.stop());
	const kept = cleanup.move();
	return {
		suite,
		logFiles: [suite.logFile, logFile],
		[Symbol.asyncDispose]: async () => await kept.disposeAsync(),
	};
}
