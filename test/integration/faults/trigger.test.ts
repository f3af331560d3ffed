import type { Fault, Sandbox } from '../../../sandbox/server.ts';
import { activate, type PolledWorkflow } from '../n8n/pollNode';
import { credentialFor } from '../n8n/runNode';
import { HurriedStore } from './hurriedStore';
import { ANSWERS, HANGS, TRANSIENT, REFUSALS, UNTRUSTED } from './rows';
import { ANA, BEN, startAccount, type FaultRow, type Sight, type Step } from './steps';

/** What a poll of the trigger depends on, and what it has to report. */
const POLLS: Poll[] = [
	{
		name: 'as it lists who is suspended',
		at: 'list',
		does: 'list users',
		change: (sandbox) => sandbox.changeUser(ANA.id, { state: 'SUSPENDED' }),
		event: `user.suspended ${ANA.id}`,
	},
	{
		name: 'as it reads a user who is no longer among them',
		at: 'get',
		does: `show ${BEN.id}`,
		change: (sandbox) => sandbox.changeUser(BEN.id, { state: 'ACTIVE' }),
		event: `user.reactivated ${BEN.id}`,
	},
];

/** Two things happened, and a fault is in the way of one of them. */
const AMONG_OTHERS: Poll = {
	name: 'as it reads a user while another one is suspended',
	at: 'get',
	does: `show ${BEN.id}`,
	change: (sandbox) => {
		sandbox.changeUser(BEN.id, { state: 'ACTIVE' });
		sandbox.changeUser(ANA.id, { state: 'SUSPENDED' });
	},
	event: `user.reactivated ${BEN.id}`,
};

interface Poll extends Pick<Step, 'name' | 'at' | 'does'> {
	change: (sandbox: Sandbox) => unknown;
	event: string;
}

/** What a poll reports, or the message of its failure. */
const outcomeOf = async (workflow: PolledWorkflow) =>
	await workflow.events().catch((failure: Error) => failure.message);

/** Two polls under a fault, after something happened, and one when it is over. */
async function watch(poll: Poll, fault: Fault) {
	const sandbox = await startAccount();
	try {
		const stored = credentialFor(sandbox);
		const credential = fault.kind === 'hang' ? new HurriedStore(stored.stored) : stored;
		const workflow = await activate(sandbox, { credential });
		const { saved } = workflow;
		poll.change(sandbox);
		sandbox.fault({ match: poll.at, ...fault });
		const first = await outcomeOf(workflow);
		const requests = sandbox.requests(poll.at).length;
		const isAsBefore = workflow.saved === saved;
		const second = await outcomeOf(workflow);
		sandbox.clearFaults();
		const afterwards = await outcomeOf(workflow);
		return { first, requests, isAsBefore, second, afterwards, url: sandbox.url };
	} finally {
		await sandbox.close();
	}
}

type Watched = Awaited<ReturnType<typeof watch>>;

/** Each fault with each poll, all at the same time, so that their retries wait at the same time. */
function rowsOf(faults: FaultRow[], change: Partial<Fault> = {}, polls = POLLS) {
	const rows = faults.flatMap(([fault, does, message]) =>
		polls.map((poll) => ({ fault, name: poll.name, poll, does: { ...does, ...change }, message })),
	);
	const seen = new Map<(typeof rows)[number], Watched>();
	beforeAll(async () => {
		await Promise.all(rows.map(async (row) => seen.set(row, await watch(row.poll, row.does))));
	}, 60_000);
	return { rows, see: (row: (typeof rows)[number]) => seen.get(row)! };
}

/** The message of a row, in the words for the step that a poll is. */
const messageOf = (message: FaultRow[2], { name, at, does }: Poll, { url }: Watched) =>
	message?.({ name, at, does } as Step, { url } as Sight);

describe.each([
	['an answer or a broken connection', TRANSIENT],
	['no answer', HANGS],
])('a transient failure costs a poll one more request and nothing else: %s', (_, faults) => {
	const { rows, see } = rowsOf(faults);

	it.each(rows)('$fault: $name', (row) => {
		const { first, second, requests } = see(row);

		expect([first, second]).toEqual([[row.poll.event], []]);
		expect(requests).toBe(2);
	});
});

describe.each([
	['an answer or a broken connection', TRANSIENT],
	['no answer', HANGS],
])(
	'a failure that outlasts the retries is tolerated once, then shown, and nothing is lost: %s',
	(_, faults) => {
		const { rows, see } = rowsOf(faults, { times: Infinity });

		it.each(rows)('$fault: $name', (row) => {
			const watched = see(row);

			expect(watched.first).toEqual([]);
			expect(watched.second).toBe(messageOf(row.message, row.poll, watched));
			expect([watched.requests, watched.isAsBefore]).toEqual([4, true]);
			expect(watched.afterwards).toEqual([row.poll.event]);
		});
	},
);

describe('a failure that waiting does not cure is shown at once, every time, and nothing is lost', () => {
	// That a 404 for somebody who disappeared means "removed" is tested with the trigger's failures.
	const { rows, see } = rowsOf(REFUSALS, { times: Infinity });

	it.each(rows.filter(({ fault, poll }) => !(poll.at === 'get' && fault.startsWith('404'))))(
		'$fault: $name',
		(row) => {
			const watched = see(row);
			const message = messageOf(row.message, row.poll, watched);

			// A path that is not there lets the run ask for the other version, with which the next poll begins.
			const isOtherVersion = row.poll.at === 'list' && /^4(04|10)/.test(row.fault);
			const next = isOtherVersion ? message?.replace(/\bv1\b/, 'v1beta1') : message;
			expect([watched.first, watched.second]).toEqual([message, next]);
			expect(watched.isAsBefore).toBe(true);
			expect(watched.afterwards).toEqual([row.poll.event]);
		},
	);
});

describe('an answer that is not documented is no event', () => {
	const { rows, see } = rowsOf(ANSWERS, { times: Infinity });

	it.each(rows)('$fault: $name', (row) => {
		const { first, second, requests, isAsBefore, afterwards } = see(row);

		expect([first, second]).toEqual([expect.stringMatching(UNTRUSTED), expect.stringMatching(UNTRUSTED)]);
		expect([requests, isAsBefore]).toEqual([1, true]);
		expect(afterwards).toEqual([row.poll.event]);
	});
});

describe('a failure to read one user holds up nobody else, and nothing is lost', () => {
	const faults = [
		...TRANSIENT,
		...HANGS,
		...REFUSALS.filter(([fault]) => !fault.startsWith('404')),
		...ANSWERS,
	];
	const { rows, see } = rowsOf(faults, { times: Infinity }, [AMONG_OTHERS]);

	it.each(rows)('$fault', (row) => {
		const { first, afterwards } = see(row);

		expect(first).toEqual([`user.suspended ${ANA.id}`]);
		expect(afterwards).toEqual([row.poll.event]);
	});
});
