import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { readSettings } from '../../nodes/OnePasswordUsers/api/credential/settings';
import { forgetKnownUsers } from '../../nodes/OnePasswordUsers/api/transport/sharedState';
import { aTurn } from '../aTurn';
import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import { JumpingClock } from './faults/JumpingClock';
import type { CredentialStore } from './n8n/credentialStore';
import { FROM_INPUT, get, getMany, named, reactivate, suspend } from './n8n/parameters';
import { credentialFor, runNode } from './n8n/runNode';

// A pause between two tries passes at once.
const mockClock = new JumpingClock();
const mockSleep = jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow').sleep;
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow'),
	sleep: async (ms: number) => await (mockClock.isRunning ? mockClock.sleep(ms) : mockSleep(ms)),
}));
beforeAll(() => mockClock.start(Date.now()));
afterAll(() => mockClock.stop());

/** `npm run test:properties` sets how many histories are tried. */
const HISTORIES = Number(process.env['PROPERTY_RUNS'] ?? 40);

const EMAILS = ['ana@x.test', 'bob@x.test', 'cy@x.test'];
const email = fc.constantFrom(...EMAILS);
/** Nobody touches the owner: an account without anybody would be a wrong answer. */
const somebody = fc.integer({ min: 1, max: 4 });

type Change =
	| { kind: 'add'; email: string }
	| { kind: 'rename'; who: number; email: string }
	| { kind: 'remove' | 'suspend' | 'reactivate'; who: number };

const change: fc.Arbitrary<Change> = fc.oneof(
	fc.record({ kind: fc.constant('add' as const), email }),
	fc.record({ kind: fc.constant('rename' as const), who: somebody, email }),
	fc.record({
		kind: fc.constantFrom('remove' as const, 'suspend' as const, 'reactivate' as const),
		who: somebody,
	}),
);

const OPERATIONS = { get, suspend, reactivate };

interface Request {
	operation: keyof typeof OPERATIONS;
	emails: string[];
}

interface Moment {
	changes: Change[];
	/** these run at once */
	requests: Request[];
	/** the directory changes once so many requests have arrived */
	meanwhile: { change: Change; after: number } | undefined;
	fault: 'reads are refused' | 'reads fail' | 'a listing fails' | 'reads break off' | undefined;
	/** suspends or reactivates indeed, after all */
	isReal: boolean;
	/** an unfiltered listing comes first, and gives hints */
	listsBefore: boolean;
}

const moment: fc.Arbitrary<Moment> = fc.record({
	changes: fc.array(change, { maxLength: 3 }),
	requests: fc.array(
		fc.record({
			operation: fc.constantFrom('get' as const, 'suspend' as const, 'reactivate' as const),
			emails: fc.uniqueArray(
				fc.oneof({ weight: 4, arbitrary: email }, { weight: 1, arbitrary: fc.constant('no@x.test') }),
				{ minLength: 1, maxLength: 2 },
			),
		}),
		{ minLength: 1, maxLength: 3 },
	),
	meanwhile: fc.option(fc.record({ change, after: fc.integer({ min: 1, max: 3 }) }), {
		nil: undefined,
		freq: 2,
	}),
	fault: fc.option(
		fc.constantFrom(
			'reads are refused' as const,
			'reads fail' as const,
			'a listing fails' as const,
			'reads break off' as const,
		),
		{ nil: undefined, freq: 2 },
	),
	isReal: fc.boolean(),
	listsBefore: fc.boolean(),
});

function apply(sandbox: Sandbox, next: Change): void {
	if (next.kind === 'add') return void sandbox.addUser({ email: next.email });
	const user = sandbox.users[next.who];
	if (!user) return;
	if (next.kind === 'remove') sandbox.removeUser(user.id);
	else if (next.kind === 'rename') sandbox.changeUser(user.id, { email: next.email });
	else sandbox.changeUser(user.id, { state: next.kind === 'suspend' ? 'SUSPENDED' : 'ACTIVE' });
}

const FAULTS = {
	'reads are refused': { match: 'get', status: 403, times: Infinity },
	'reads fail': { match: 'get', status: 503, times: 2 },
	'reads break off': { match: 'get', kind: 'reset-before', times: 1 },
	'a listing fails': { match: 'list', status: 503, times: 1 },
} as const;

/** What became of an email: who it was and what would happen to them, or why nothing does. */
const outcomeOf = ({ id, reason, state, previous_state: before = state, changed }: IDataObject) =>
	JSON.stringify(reason === undefined ? { id, before, changed } : { reason });

async function outcomes(
	sandbox: Sandbox,
	credential: CredentialStore,
	{ operation, emails }: Request,
	dryRun = true,
): Promise<string[]> {
	const parameters = OPERATIONS[operation]('email', FROM_INPUT, operation === 'get' ? {} : { dryRun });
	const input = named(emails);
	const { items } = await runNode(sandbox, {
		parameters,
		input,
		credential,
		onError: 'continueRegularOutput',
	});
	return items.map(({ json }) => outcomeOf(json));
}

/** An account, a credential whose runs may use hints, and one whose runs never have any. */
class Account {
	private readonly hinted: CredentialStore;
	private readonly unhinted: CredentialStore;
	/** IDs of who was the only one with an email at some time */
	private readonly onlyOwners = new Map<string, Set<string>>();
	/** of each user when the requests began */
	private emailsBefore = new Map<string, string | undefined>();
	exceptions = 0;

	private readonly sandbox: Sandbox;

	constructor(sandbox: Sandbox) {
		this.sandbox = sandbox;
		this.hinted = credentialFor(sandbox);
		// An earlier sandbox may have had the same port.
		forgetKnownUsers(readSettings(this.hinted.stored));
		const { clientId, clientSecret } = sandbox.addApplication();
		this.unhinted = credentialFor(sandbox, { clientId, clientSecret });
		this.remember();
	}

	change(next: Change): void {
		apply(this.sandbox, next);
		this.remember();
	}

	async list(): Promise<void> {
		await runNode(this.sandbox, { parameters: getMany({ returnAll: true }), credential: this.hinted });
	}

	/** What each request comes to without hints. */
	async expected(requests: Request[]): Promise<string[][]> {
		const all: string[][] = [];
		for (const request of requests) {
			forgetKnownUsers(readSettings(this.unhinted.stored));
			all.push(await outcomes(this.sandbox, this.unhinted, request));
		}
		return all;
	}

	/** What all requests at once come to, while the directory changes and things fail. */
	async seen({ requests, meanwhile, fault }: Moment): Promise<string[][]> {
		const before = this.sandbox.requests().length;
		this.emailsBefore = new Map(this.sandbox.users.map((user) => [user.id, user.email]));
		if (fault) this.sandbox.fault(FAULTS[fault]);
		let finished = false;
		const all = Promise.all(
			requests.map(async (request) => await outcomes(this.sandbox, this.hinted, request)),
		);
		const over = all.finally(() => (finished = true));
		while (meanwhile && !finished && this.sandbox.requests().length < before + meanwhile.after) await aTurn();
		if (meanwhile) this.change(meanwhile.change);
		await over;
		this.sandbox.clearFaults();
		return await all;
	}

	/** Makes a change indeed, and sees that it was made to whom it says, and to nobody else. */
	async act(request: Request): Promise<void> {
		const [expected] = await this.expected([request]);
		const before = new Map(this.sandbox.users.map(({ id, state }) => [id, state]));
		this.emailsBefore = new Map(this.sandbox.users.map((user) => [user.id, user.email]));
		const seen = await outcomes(this.sandbox, this.hinted, request, false);
		this.compare(request, seen, [expected!]);
		const reported = seen.flatMap((outcome) => {
			const { id, changed } = JSON.parse(outcome) as { id?: string; changed?: boolean };
			return changed ? [id] : [];
		});
		const changed = this.sandbox.users
			.filter(({ id, state }) => state !== before.get(id))
			.map(({ id }) => id);
		expect(changed.sort()).toEqual(reported.sort());
	}

	compare({ operation, emails }: Request, seen: string[], allowed: string[][]): void {
		emails.forEach((asked, place) => {
			const possible = allowed.map((outcome) => outcome[place]);
			if (possible.includes(seen[place])) return;
			expect(possible).toContain(JSON.stringify({ reason: 'ambiguous' }));
			this.exceptions++;
			const { id, before } = JSON.parse(seen[place]!) as { id: string; before: string };
			const emailNow = this.sandbox.users.find((user) => user.id === id)?.email;
			expect([this.emailsBefore.get(id), emailNow]).toContain(asked);
			expect(before).toBe(operation === 'reactivate' ? 'SUSPENDED' : 'ACTIVE');
			expect(this.onlyOwners.get(asked)).toContain(id);
		});
	}

	private remember(): void {
		for (const email of EMAILS) {
			const [only, ...others] = this.sandbox.users.filter((user) => user.email === email);
			if (!only || others.length > 0) continue;
			this.onlyOwners.set(email, new Set([...(this.onlyOwners.get(email) ?? []), only.id]));
		}
	}
}

async function live(sandbox: Sandbox, history: Moment[]): Promise<number> {
	const account = new Account(sandbox);
	for (const moment of history) {
		for (const next of moment.changes) account.change(next);
		if (moment.listsBefore) await account.list();
		const before = await account.expected(moment.requests);
		const seen = await account.seen(moment);
		const after = await account.expected(moment.requests);
		moment.requests.forEach((request, place) =>
			account.compare(request, seen[place]!, [before[place]!, after[place]!]),
		);
		if (moment.isReal) await account.act(moment.requests[0]!);
	}
	return account.exceptions;
}

const directory = EMAILS.map((address) => ({ email: address }));
const start = async () => await startSandbox({ directory: [{ email: 'owner@x.test' }, ...directory] });

it(
	'runs with hints come to what runs without hints come to, whatever changes, fails and happens at once (property)',
	() =>
		fc.assert(
			fc.asyncProperty(fc.array(moment, { minLength: 1, maxLength: 5 }), async (history) => {
				const sandbox = await start();
				try {
					await live(sandbox, history);
				} finally {
					await sandbox.close();
				}
			}),
			{ numRuns: HISTORIES },
		),
	120_000 + HISTORIES * 2_000,
);

it('the exception is what the history allows: who got the email second is not seen', async () => {
	const sandbox = await start();
	const ask: Moment = {
		changes: [],
		requests: [{ operation: 'get', emails: [EMAILS[0]!] }],
		meanwhile: undefined,
		fault: undefined,
		isReal: false,
		listsBefore: true,
	};
	const second: Moment = { ...ask, changes: [{ kind: 'add', email: EMAILS[0]! }], listsBefore: false };

	expect(await live(sandbox, [ask, second])).toBe(1);
	await sandbox.close();
});
