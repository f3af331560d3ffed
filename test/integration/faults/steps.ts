import type { INodeParameters } from 'n8n-workflow';
import {
	startSandbox,
	type Fault,
	type Operation,
	type Sandbox,
	type SandboxOptions,
} from '../../strictSandbox.ts';
import type { CredentialStore } from '../n8n/credentialStore';
import { audit, get, getMany, reactivate, suspend } from '../n8n/parameters';
import { credentialFor, runNode } from '../n8n/runNode';
import { pick } from '../n8n/pickUser';

export const ANA = {
	id: 'ANAAAAAAAAAAAAAAAAAAAAAAAA',
	email: 'ana@example.com',
	display_name: 'Ana Lima',
	state: 'ACTIVE',
	create_time: '2025-01-01T00:00:00Z',
} as const;
export const BEN = {
	id: 'BENAAAAAAAAAAAAAAAAAAAAAAA',
	email: 'ben@example.com',
	display_name: 'Ben Osei',
	state: 'SUSPENDED',
	create_time: '2025-02-01T00:00:00Z',
} as const;

/** What a person gets: items or entries, or a message with its advice. */
export interface Told {
	output: unknown[];
	message?: string;
	description?: string;
}

/** A request that an operation of the node depends on. */
export interface Step {
	name: string;
	/** the call that a fault hits */
	at: Operation;
	/** what is attempted there, in the words of messages */
	does: string;
	run: (sandbox: Sandbox, credential?: CredentialStore) => Promise<Told>;
}

const node =
	(parameters: INodeParameters): Step['run'] =>
	async (sandbox, credential = credentialFor(sandbox)) => {
		const { items, error } = await runNode(sandbox, { parameters, credential });
		const output = items.map(({ json }) => json);
		return error ? { output, message: error.message, description: error.description ?? '' } : { output };
	};

const picker: Step['run'] = async (sandbox, credential) => {
	try {
		return { output: (await pick(sandbox, credential)).results };
	} catch (failure) {
		const { message, description } = failure as Error & { description?: string };
		return { output: [], message, description };
	}
};

/** Every request of every operation, but for tokens and revoke. */
export const STEPS: Step[] = [
	{ name: 'get by ID', at: 'get', does: `show ${ANA.id}`, run: node(get('id', ANA.id)) },
	{ name: 'get by email', at: 'list', does: 'list users', run: node(get('email', ANA.email)) },
	{ name: 'get many', at: 'list', does: 'list users', run: node(getMany({ returnAll: true })) },
	{ name: 'audit', at: 'list', does: 'list users', run: node(audit({}, { email: ANA.email })) },
	{ name: 'the user picker', at: 'list', does: 'list users', run: picker },
	{
		name: 'suspend by ID, as it looks at the user',
		at: 'get',
		does: `show ${ANA.id}`,
		run: node(suspend('id', ANA.id)),
	},
	{
		name: 'suspend by ID, as it suspends',
		at: 'suspend',
		does: `suspend ${ANA.email} (${ANA.id})`,
		run: node(suspend('id', ANA.id)),
	},
	{
		name: 'suspend by email, as it looks for the user',
		at: 'list',
		does: 'list users',
		run: node(suspend('email', ANA.email)),
	},
	{
		name: 'suspend by email, as it suspends',
		at: 'suspend',
		does: `suspend ${ANA.email}`,
		run: node(suspend('email', ANA.email)),
	},
	{
		name: 'reactivate by ID, as it looks at the user',
		at: 'get',
		does: `show ${BEN.id}`,
		run: node(reactivate('id', BEN.id)),
	},
	{
		name: 'reactivate by email, as it looks for the user',
		at: 'list',
		does: 'list users',
		run: node(reactivate('email', BEN.email)),
	},
	{
		name: 'reactivate by ID, as it reactivates',
		at: 'reactivate',
		does: `reactivate ${BEN.email} (${BEN.id})`,
		run: node(reactivate('id', BEN.id)),
	},
	{
		name: 'reactivate by email, as it reactivates',
		at: 'reactivate',
		does: `reactivate ${BEN.email}`,
		run: node(reactivate('email', BEN.email)),
	},
];

/** The same people in every sandbox, so that a run with a fault can be held against one without. */
export async function startAccount(options: SandboxOptions = {}): Promise<Sandbox> {
	const sandbox = await startSandbox({ users: 6, suspendedShare: 0, ...options });
	sandbox.addUser(ANA);
	sandbox.addUser(BEN);
	return sandbox;
}

export const statesOf = ({ users }: Sandbox) => users.map(({ id, state }) => `${id} ${state}`);

/** Runs a step in an account of its own, and looks at what is different afterwards. */
export async function see(step: Step, fault?: Fault, credentialOf = credentialFor) {
	const sandbox = await startAccount();
	try {
		if (fault) sandbox.fault({ match: step.at, ...fault });
		const before = statesOf(sandbox);
		const told = await step.run(sandbox, credentialOf(sandbox));
		return {
			told,
			/** users whose state is another now */
			changed: statesOf(sandbox).filter((state, user) => state !== before[user]),
			/** how often the call that the fault hits was made */
			requests: sandbox.requests(step.at).length,
			/** how often anybody's state was to be changed */
			changes: sandbox.requests('POST :').length,
			url: sandbox.url,
			secrets: [sandbox.clientSecret, ...bearersOf(sandbox)],
		};
	} finally {
		await sandbox.close();
	}
}

const bearersOf = (sandbox: Sandbox) =>
	sandbox.requests().flatMap(({ headers }) => headers.authorization?.split(' ')[1] ?? []);

export type Sight = Awaited<ReturnType<typeof see>>;

/** What a fault is called, what it does, and what the person reads if it lasts. */
export type FaultRow = [name: string, fault: Fault, message?: (step: Step, sight: Sight) => string];

/**
 * All steps under all faults, at the same time: what each waits between its tries, they wait together.
 * @param change what is different about the faults this time
 */
export async function seeAll(
	faults: FaultRow[],
	{ steps = STEPS, change = {}, credentialOf = credentialFor }: Viewing = {},
): Promise<(fault: string, step: Step) => Sight | undefined> {
	const seen = new Map<string, Sight>();
	const look = async (name: string, fault: Fault, step: Step) =>
		void seen.set(`${name}: ${step.name}`, await see(step, { ...fault, ...change }, credentialOf));
	await Promise.all(faults.flatMap(([name, fault]) => steps.map((step) => look(name, fault, step))));
	return (fault, step) => seen.get(`${fault}: ${step.name}`);
}

interface Viewing {
	steps?: Step[];
	change?: Partial<Fault>;
	credentialOf?: typeof credentialFor;
}

/** Rows for `it.each`: each fault with each step. */
export const table = (faults: FaultRow[], steps = STEPS) =>
	faults.flatMap(([name, , message]) =>
		steps.map((step) => ({ fault: name, name: step.name, step, message })),
	);
