import * as fc from 'fast-check';
import { startSandbox, type Fault, type Sandbox } from '../strictSandbox.ts';
import { JumpingClock } from './faults/JumpingClock';
import { LiveTrigger } from './n8n/LiveTrigger';

// A pause between two tries passes at once.
const mockClock = new JumpingClock();
const mockSleep = jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow').sleep;
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow'),
	sleep: async (ms: number) => await (mockClock.isRunning ? mockClock.sleep(ms) : mockSleep(ms)),
}));
beforeAll(() => mockClock.start(Date.now()));
afterAll(() => mockClock.stop());

const ALL = ['user.added', 'user.reactivated', 'user.removed', 'user.suspended'];
const STATE_CHANGES = ['user.reactivated', 'user.suspended'];
/** With pages of this length, an account as small as this takes several. */
const USERS = 8;
const PAGE = 3;
/** Nobody touches the first one: an account without anybody would be a wrong answer. */
const somebody = fc.integer({ min: 1, max: USERS });

interface Change {
	kind: 'suspend' | 'reactivate' | 'remove' | 'add';
	/** place in the list of users */
	who: number;
}

const change: fc.Arbitrary<Change> = fc.record({
	kind: fc.constantFrom('suspend', 'reactivate', 'remove', 'add'),
	who: somebody,
});

const OUTAGE = { status: 503, headers: { 'retry-after': '0' }, times: Infinity };

const HANG = { kind: 'hang', times: Infinity } as const;

/** Every page lacks somebody, as may happen while a directory changes. */
const FORGETFUL: Fault = {
	match: 'list',
	times: Infinity,
	transform: (body) => {
		const { results, ...rest } = body as { results: unknown[] };
		return { ...rest, results: results.length > 1 ? results.slice(0, -1) : results };
	},
};

type Poll = (trigger: LiveTrigger, sandbox: Sandbox, served: number) => Promise<unknown>;

/** What happens at a poll. */
const POLLS = {
	soundly: async (trigger) => await trigger.poll(),
	'twice at once': async (trigger) => await trigger.poll(2),
	'after a restart': async (trigger) => await trigger.restart(),
	'and dies unsaved': async (trigger) => await trigger.pollUnsaved(),
	'while listings fail': async (trigger, sandbox, served) => {
		sandbox.fault({ match: 'list', ...OUTAGE, skip: served });
		await trigger.pollInOutage();
	},
	'while listings forget people': async (trigger, sandbox) => {
		sandbox.fault(FORGETFUL);
		await trigger.poll();
	},
	'while listings forget people and look-ups fail': async (trigger, sandbox, served) => {
		sandbox.fault(FORGETFUL);
		sandbox.fault({ match: 'get', ...OUTAGE, skip: served });
		await trigger.pollInOutage();
	},
	'and runs out of time in a listing': async (trigger, sandbox, served) => {
		sandbox.fault({ match: 'list', ...HANG, skip: served });
		await trigger.pollOutOfTime();
	},
	'and runs out of time in look-ups': async (trigger, sandbox, served) => {
		sandbox.fault({ match: 'get', ...HANG, skip: served });
		await trigger.pollOutOfTime();
	},
	'while listings forget people, and runs out of time': async (trigger, sandbox, served) => {
		sandbox.fault(FORGETFUL);
		sandbox.fault({ match: 'get', ...HANG, skip: served });
		await trigger.pollOutOfTime();
	},
	'and runs out of time, and dies unsaved': async (trigger, sandbox, served) => {
		sandbox.fault(FORGETFUL);
		sandbox.fault({ match: 'get', ...HANG, skip: served });
		await trigger.pollOutOfTimeUnsaved();
	},
} satisfies Record<string, Poll>;

interface Moment {
	changes: Change[];
	how: keyof typeof POLLS;
	/** so many requests go through before they fail: none of a poll, some, or all */
	served: number;
}

const moments: fc.Arbitrary<Moment> = fc.record({
	changes: fc.array(change, { minLength: 1, maxLength: 4 }),
	how: fc.constantFrom(...(Object.keys(POLLS) as Array<keyof typeof POLLS>)),
	served: fc.nat({ max: 3 }),
});

function apply(sandbox: Sandbox, { kind, who }: Change): void {
	const user = sandbox.users[who];
	if (kind === 'add') sandbox.addUser();
	else if (!user) return;
	else if (kind === 'remove') sandbox.removeUser(user.id);
	else sandbox.changeUser(user.id, { state: kind === 'suspend' ? 'SUSPENDED' : 'ACTIVE' });
}

async function live(sandbox: Sandbox, events: string[], history: Moment[]): Promise<LiveTrigger> {
	const trigger = new LiveTrigger(sandbox, events);
	await trigger.restart();
	for (const { changes, how, served } of history) {
		for (const each of changes) apply(sandbox, each);
		const poll: Poll = POLLS[how];
		await poll(trigger, sandbox, served);
		sandbox.clearFaults();
	}
	await trigger.poll();
	return trigger;
}

describe.each([
	['all events', ALL],
	['state changes', STATE_CHANGES],
])(
	'whatever changes, fails, restarts, overlaps and runs out of time, with %s (property)',
	(_name, events) => {
		it(
			'what was reported turns the first directory into the last, and nothing was reported twice',
			() =>
				fc.assert(
					fc.asyncProperty(fc.array(moments, { minLength: 1, maxLength: 8 }), async (history) => {
						const sandbox = await startSandbox({ users: USERS, suspendedShare: 0.4 });
						try {
							sandbox.paging({ longest: PAGE });
							const trigger = await live(sandbox, events, history);
							expect(trigger.suspended()).toEqual(suspendedOf(sandbox));
							if (events === ALL)
								expect(trigger.everyone()).toEqual(sandbox.users.map(({ id }) => id).sort());
							expect(await trigger.poll()).toEqual([]);
						} finally {
							await sandbox.close();
						}
					}),
					{ numRuns: 60 },
				),
			120_000,
		);
	},
);

const suspendedOf = ({ users }: Sandbox) =>
	users.flatMap(({ id, state }) => (state === 'SUSPENDED' ? [id] : [])).sort();
