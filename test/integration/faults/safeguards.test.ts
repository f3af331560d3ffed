import * as fc from 'fast-check';
import { startSandbox, type Sandbox, type SandboxUser } from '../../strictSandbox.ts';
import { FROM_INPUT, inModeOfInput, suspend } from '../n8n/parameters';
import { credentialFor, runNode, type NodeResult } from '../n8n/runNode';
import { PEOPLE, scenes, type Protection, type Scene, type Wish } from './arbitraries';

/** A run, and what it was given. */
interface Play extends Played {
	scene: Scene;
	entries: string[];
	input: ReturnType<typeof inputOf>;
}

/** What is looked at after a run. */
interface Played {
	result: NodeResult;
	people: SandboxUser[];
	before: Array<string | undefined>;
	after: Array<string | undefined>;
	/** IDs for which a suspension was sent */
	sent: Set<string>;
	credential: ReturnType<typeof credentialFor>;
}

/** An ID of no user. A server that lies that there is one gets asked to suspend it. */
const NOBODY = 'NOBODY';

let sandbox: Sandbox;
let everybody: SandboxUser[];
beforeAll(async () => {
	sandbox = await startSandbox({ users: PEOPLE, suspendedShare: 0 });
	everybody = [...sandbox.users];
});
afterAll(async () => await sandbox.close());

const options = { dryRun: '={{ $json.dryRun }}', maxChanges: '={{ $json.maxChanges }}' };
const parameters = inModeOfInput(suspend('id', FROM_INPUT, options));

function setUp({ suspended, withoutEmail, faults }: Scene): SandboxUser[] {
	sandbox.clearFaults();
	for (const [person, { id, email }] of everybody.entries()) {
		// The owner keeps the email, so that nobody is found by an empty one.
		const isNameless = person === withoutEmail && person > 0;
		const state = suspended.includes(person) ? 'SUSPENDED' : 'ACTIVE';
		sandbox.changeUser(id, { state, email: isNameless ? undefined : email });
	}
	for (const fault of faults) sandbox.fault(fault);
	return [...sandbox.users];
}

const inputOf = ({ wishes, maxChanges }: Scene, people: SandboxUser[]) =>
	wishes.map((wish) => ({ mode: wish.mode, user: valueOf(wish, people), dryRun: wish.dryRun, maxChanges }));

function valueOf({ mode, person, shout }: Wish, people: SandboxUser[]): string {
	const { id = NOBODY, email = 'nobody@example.com' } = people[person] ?? {};
	if (mode !== 'email') return id;
	return shout ? ` ${email.toUpperCase()}\n` : email;
}

function entryOf({ kind, person }: Protection, people: SandboxUser[]): string {
	const { id, email = 'somebody@example.org' } = people[person]!;
	const entries: Record<Protection['kind'], string> = {
		id,
		email,
		shouted: email.toUpperCase(),
		prefix: `${email.slice(0, 3)}*`,
		suffix: `*${email.slice(email.indexOf('@'))}`,
		middle: `${email.slice(0, 2)}*${email.slice(-7, -4)}*${email.slice(-3)}`,
	};
	return entries[kind];
}

/** Said once more in other words: the code must not be its own judge. */
function isCovered({ id, email }: SandboxUser, entries: string[]): boolean {
	return entries.some((entry) => {
		const pattern = entry.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
		const covers = (text: string) => new RegExp(`^${pattern}$`, 'isu').test(text);
		if (covers(id)) return true;
		return email === undefined ? /[@*]/.test(entry) : covers(email);
	});
}

async function play(scene: Scene): Promise<Play> {
	const people = setUp(scene);
	const entries = scene.protection.map((entry) => entryOf(entry, people));
	const input = inputOf(scene, people);
	const credential = credentialFor(sandbox, {
		readOnly: scene.readOnly,
		protectedUsers: entries.join(',\n'),
	});
	return { scene, entries, input, ...(await run(scene, people, input, credential)) };
}

async function run(
	{ stops }: Scene,
	people: SandboxUser[],
	input: ReturnType<typeof inputOf>,
	credential: Played['credential'],
): Promise<Played> {
	const states = () => people.map(({ id }) => sandbox.user(id).state);
	const before = states();
	sandbox.clearRequests();
	const onError = stops ? 'stopWorkflow' : 'continueRegularOutput';
	const result = await runNode(sandbox, { parameters, input, credential, onError });
	const sent = new Set(sandbox.requests('suspend').map(({ userId }) => userId!));
	return { result, people, before, after: states(), sent, credential };
}

/** What must be so after every run, whatever is asked, and whatever goes wrong. */
const RULES: Array<[rule: string, holds: (play: Play) => void]> = [
	[
		'no protected user is ever suspended, and no request for it sent',
		({ people, entries, sent, before, after }) => {
			for (const [person, user] of people.entries()) {
				if (!isCovered(user, entries)) continue;
				expect(sent).not.toContain(user.id);
				expect(after[person]).toBe(before[person]);
			}
		},
	],
	[
		'no more users change than Max Changes allows',
		({ scene: { maxChanges }, sent }) => expect(sent.size).toBeLessThanOrEqual(maxChanges || Infinity),
	],
	[
		'a dry run sends no change, and nobody changes whom no item names',
		({ scene: { wishes }, people, sent, before, after }) => {
			const meant = wishes.filter(({ dryRun }) => !dryRun).map(({ person }) => people[person]?.id ?? NOBODY);

			for (const id of sent) expect(meant).toContain(id);
			for (const [person, { id }] of people.entries())
				if (!sent.has(id)) expect(after[person]).toBe(before[person]);
		},
	],
	[
		'a read-only credential sends nothing at all',
		({ scene: { readOnly }, before, after }) => {
			if (!readOnly) return;
			expect(sandbox.requests()).toEqual([]);
			expect(after).toEqual(before);
		},
	],
	[
		'every item has exactly one output or error, in order, or the run stops',
		({ scene: { stops }, result: { items, error }, input }) => {
			if (error) return expect([stops, items]).toEqual([true, []]);
			expect(items.map(({ pairedItem }) => pairedItem)).toEqual(input.map((_, item) => ({ item })));
			for (const { json } of items)
				expect(['changed', 'error'].filter((field) => field in json)).toHaveLength(1);
		},
	],
	[
		'what is reported is true',
		({ result, people, before, after }) => {
			const reported = result.items.filter(({ json }) => !('error' in json));
			for (const { json } of reported) {
				const person = people.findIndex(({ id }) => id === json.id);
				if (json.changed) expect([json.previous_state, before[person]]).toEqual(['ACTIVE', 'ACTIVE']);
				if (!json.dry_run) expect(after[person]).toBe('SUSPENDED');
			}
			const changes = reported.filter(({ json }) => json.changed && !json.dry_run).map(({ json }) => json.id);
			expect(changes).toEqual([...new Set(changes)]);
		},
	],
];

it('holds every rule after every run (property)', async () => {
	const property = fc.asyncProperty(scenes, async (scene) => {
		const played = await play(scene);
		for (const [rule, holds] of RULES) told(rule, () => holds(played));
	});
	await fc.assert(property, { numRuns: 200 });
}, 30_000);

/** Which of the rules is broken is said first. */
function told(rule: string, holds: () => void): void {
	try {
		holds();
	} catch (cause) {
		throw new Error(`It is not so that ${rule}`, { cause });
	}
}

it('a repeat of a run without faults finds nothing more to do (property)', async () => {
	const property = fc.asyncProperty(scenes, async (any) => {
		const scene = { ...any, stops: false };
		const { people, input, credential } = await play(scene);
		sandbox.clearFaults();
		await run(scene, people, input, credential);
		const { before, after, sent, result } = await run(scene, people, input, credential);
		const owner = people[0]!.id;

		expect(after).toEqual(before);
		expect([...sent].filter((id) => id !== owner)).toEqual([]);
		expect(result.items.filter(({ json }) => json.changed && !json.dry_run)).toEqual([]);
	});
	await fc.assert(property, { numRuns: 60 });
}, 30_000);
