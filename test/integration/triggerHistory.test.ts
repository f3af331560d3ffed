import * as fc from 'fast-check';
import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { LiveTrigger } from './n8n/LiveTrigger';

const ALL = ['user.added', 'user.reactivated', 'user.removed', 'user.suspended'];
const STATE_CHANGES = ['user.reactivated', 'user.suspended'];
/** With pages of this length, an account as small as this takes several. */
const USERS = 8;
const PAGE = 3;
/** Nobody touches the first one: an account without anybody would be a wrong answer. */
const somebody = fc.integer({ min: 1, max: USERS + 3 });

const change = fc.record({ kind: fc.constantFrom('suspend', 'reactivate', 'remove', 'add'), who: somebody });
/** What happens at a poll. */
const moment = fc.record({
	changes: fc.array(change, { maxLength: 4 }),
	how: fc.constantFrom('soundly', 'in an outage', 'twice at once', 'after a restart', 'and dies unsaved'),
	/** so many requests go through before the outage begins: none of a poll, some, or all */
	served: fc.nat({ max: 8 }),
});

type Moment = typeof moment extends fc.Arbitrary<infer Value> ? Value : never;

function apply(sandbox: Sandbox, { kind, who }: Moment['changes'][number]): void {
	const user = sandbox.users[who];
	if (kind === 'add') sandbox.addUser();
	else if (!user) return;
	else if (kind === 'remove') sandbox.removeUser(user.id);
	else sandbox.changeUser(user.id, { state: kind === 'suspend' ? 'SUSPENDED' : 'ACTIVE' });
}

async function pollAt(trigger: LiveTrigger, sandbox: Sandbox, { how, served }: Moment): Promise<void> {
	if (how === 'in an outage') {
		const headers = { 'retry-after': '0' };
		sandbox.fault({ match: '/users', status: 503, headers, skip: served, times: Infinity });
		await trigger.pollInOutage();
		sandbox.clearFaults();
	} else if (how === 'twice at once') await trigger.poll(2);
	else if (how === 'and dies unsaved') await trigger.pollUnsaved();
	else if (how === 'after a restart') await trigger.restart();
	else await trigger.poll();
}

async function live(sandbox: Sandbox, events: string[], history: Moment[]): Promise<LiveTrigger> {
	const trigger = new LiveTrigger(sandbox, events);
	await trigger.restart();
	for (const each of history) {
		for (const one of each.changes) apply(sandbox, one);
		await pollAt(trigger, sandbox, each);
	}
	await trigger.poll();
	return trigger;
}

describe.each([
	['all events', ALL],
	['state changes', STATE_CHANGES],
])('whatever changes, fails, restarts and overlaps, with %s (property)', (_name, events) => {
	it(
		'what was reported turns the first directory into the last, and nothing was reported twice',
		() =>
			fc.assert(
				fc.asyncProperty(fc.array(moment, { minLength: 1, maxLength: 8 }), async (history) => {
					const sandbox = await startSandbox({ users: USERS, suspendedShare: 0.4 });
					try {
						sandbox.paging({ longest: PAGE });
						const trigger = await live(sandbox, events, history);
						expect(trigger.suspended()).toEqual(suspendedOf(sandbox));
						if (events === ALL) expect(trigger.everyone()).toEqual(sandbox.users.map(({ id }) => id).sort());
						expect(await trigger.poll()).toEqual([]);
					} finally {
						await sandbox.close();
					}
				}),
				{ numRuns: 40 },
			),
		120_000,
	);
});

const suspendedOf = ({ users }: Sandbox) =>
	users.flatMap(({ id, state }) => (state === 'SUSPENDED' ? [id] : [])).sort();
