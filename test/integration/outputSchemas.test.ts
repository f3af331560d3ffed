import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import { audit, FROM_INPUT, get, getMany, named, reactivate, revoke, suspend } from './n8n/parameters';
import { credentialFor, runNode, type NodeRun } from './n8n/runNode';

const SCHEMAS = join(__dirname, '../../nodes/OnePasswordUsers/__schema__/v1.0.0');

interface Schema {
	properties: Record<string, { type: string }>;
}

/** Runs of an operation that give between them every field it can. */
type Runs = (sandbox: Sandbox) => NodeRun[];

/** One who can be changed, one who is not there by ID, one by email, and what names nobody. */
const people = ({ users }: Sandbox) =>
	named([users[4]!.email, 'NOSUCHUSER234567ABCDEFGHIJ', 'nobody@example.com', '']);

const OPERATIONS: Array<[schema: string, runs: Runs]> = [
	[
		'user/audit',
		() => [
			{ parameters: audit({ includeMatches: true }), input: [{ email: 'a' }, { email: 'a@example.com' }] },
		],
	],
	[
		'user/get',
		(sandbox) => [{ parameters: get('id', FROM_INPUT, { onMissingUser: 'report' }), input: people(sandbox) }],
	],
	['user/getAll', () => [{ parameters: getMany() }, { parameters: getMany({ limit: 'many' }) }]],
	...[suspend, reactivate].map((change): [string, Runs] => [
		`user/${change === suspend ? 'suspend' : 'reactivate'}`,
		(sandbox) =>
			[true, false].map((dryRun) => ({
				parameters: change('id', FROM_INPUT, { onMissingUser: 'report', dryRun }),
				input: people(sandbox),
			})),
	]),
	[
		'accessToken/revoke',
		(sandbox) => [
			{ parameters: revoke },
			{ parameters: revoke, credential: credentialFor(sandbox, { accountId: '' }) },
		],
	],
];

let sandbox: Sandbox;
beforeEach(async () => (sandbox = await startSandbox({ users: 12, suspendedShare: 0 })));
afterEach(async () => await sandbox.close());

describe('the schema of the output', () => {
	it('is held against every operation', () => {
		const paths = OPERATIONS.map(([path]) => `${path}.json`);

		expect(paths.sort()).toEqual(globSync('**/*.json', { cwd: SCHEMAS }).sort());
	});

	it.each(OPERATIONS)('has the fields that there are, and no others: %s', async (path, runs) => {
		const { properties } = JSON.parse(readFileSync(join(SCHEMAS, `${path}.json`), 'utf8')) as Schema;
		const types = new Map<string, Set<string>>();
		for (const request of runs(sandbox)) {
			const { items } = await runNode(sandbox, { ...request, onError: 'continueRegularOutput' });
			for (const [field, value] of items.flatMap(({ json }) => Object.entries(json))) {
				const seen = types.get(field) ?? new Set();
				types.set(field, value === null ? seen : seen.add(typeof value));
			}
		}

		const inSchema = Object.entries(properties).map(([field, { type }]) => [field, [type]]);
		const inOutput = [...types].map(([field, seen]) => [field, [...seen]]);
		expect(Object.fromEntries(inOutput)).toEqual(Object.fromEntries(inSchema));
	});
});
