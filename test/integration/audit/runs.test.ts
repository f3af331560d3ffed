import { startSandbox } from '../../strictSandbox.ts';
import { audit } from '../n8n/parameters';
import { credentialFor, runNode } from '../n8n/runNode';
import { auditOf, inEachTest, rows, scene } from './scene';

inEachTest();

describe('many audits', () => {
	it('at once in one process, each with a list of its own, each get their own findings', async () => {
		scene.sandbox = await startSandbox({ users: 120 });
		const credential = credentialFor(scene.sandbox);
		const emails = scene.sandbox.users.map(({ email }) => email ?? '');
		const runs = await Promise.all(
			Array.from({ length: 50 }, async (_, missing) => {
				const input = rows(...emails.filter((_email, user) => user !== missing));
				return await runNode(scene.sandbox, { parameters: audit(), input, credential });
			}),
		);
		const missed = runs.map(({ items }) =>
			items.filter(({ json }) => json.finding === 'active_not_listed').map(({ json }) => json.email),
		);

		expect(runs.filter(({ error }) => error)).toEqual([]);
		expect(missed).toEqual(
			scene.sandbox.users.slice(0, 50).map(({ email, state }) => (state === 'ACTIVE' ? [email] : [])),
		);
		expect(scene.sandbox.requests('list')).toHaveLength(50);
		expect(scene.sandbox.requests('token')).toHaveLength(1);
	});
});

describe('a failure of the listing', () => {
	it.each([0, 1])('fails every item, each with its email, and reports nobody: page %d', async (skip) => {
		scene.sandbox = await startSandbox({ directory: scene.people });
		scene.sandbox.paging({ longest: 2 });
		scene.sandbox.fault({ match: 'list', skip, status: 400 });
		const { items } = await runNode(scene.sandbox, {
			parameters: audit(),
			input: rows('ana@example.com', '', 'gone@example.com', 'ana'),
			onError: 'continueRegularOutput',
		});

		expect(items.map(({ json, pairedItem }) => [json.email, json.error, pairedItem])).toEqual([
			['ana@example.com', expect.stringContaining('did not understand'), { item: 0 }],
			['', expect.stringContaining('did not understand'), { item: 1 }],
			['gone@example.com', expect.stringContaining('did not understand'), { item: 2 }],
			['ana', expect.stringContaining('is not an email address'), { item: 3 }],
		]);
	});

	it('leaves each item its email also where nothing can be asked at all', async () => {
		scene.sandbox = await startSandbox({ directory: scene.people });
		const { items } = await runNode(scene.sandbox, {
			parameters: audit(),
			input: rows('ana@example.com', 'gone@example.com'),
			credential: credentialFor(scene.sandbox, { accountId: '' }),
			onError: 'continueRegularOutput',
		});

		expect(items.map(({ json }) => json.email)).toEqual(['ana@example.com', 'gone@example.com']);
	});

	it('names the permission that is missing', async () => {
		scene.sandbox = await startSandbox({ directory: scene.people, scopes: ['users.get'] });
		const { error } = await runNode(scene.sandbox, { parameters: audit(), input: rows('ana@example.com') });

		expect(error?.message).toMatch(/list users/);
	});
});

describe('a later node', () => {
	it('reaches back to the row that a finding is about', async () => {
		const { then } = await auditOf(
			rows(
				'owner@example.com',
				'',
				'gone@example.com',
				'ana@example.com',
				'ben@example.com',
				'cem@example.com',
			),
			{},
			{ then: "={{ $('Start').item.json.department }}" },
		);

		expect(then).toEqual(['D2', 'D4']);
	});

	it.each([['stopWorkflow'], ['continueErrorOutput']] as const)(
		'gets nobody else’s row either where the list has one row only: %s',
		async (onError) => {
			const { items, then, error } = await auditOf(
				rows('owner@example.com'),
				{},
				{ onError, then: "={{ $('Start').item.json.department }}" },
			);

			expect(items.map(({ json }) => json.email)).toEqual(['ana@example.com', 'cem@example.com']);
			expect(then).toEqual([]);
			expect(error?.message).toMatch(/Paired item data for .+ unavailable/);
		},
	);

	it('gets nobody else’s row for a user who is on none', async () => {
		const { then, error } = await auditOf(
			rows('owner@example.com', 'cem@example.com'),
			{},
			{ then: "={{ $('Start').item.json.department }}" },
		);

		expect(then).toEqual([]);
		expect(error?.message).toMatch(/Multiple match/);
	});
});

describe('as a tool of an AI agent', () => {
	it('gives its findings, and a refusal as its result', async () => {
		const { told } = await auditOf(rows('owner@example.com'), {}, { asTool: true });

		expect(told.map(([finding]) => finding)).toEqual(['active_not_listed', 'active_not_listed']);
		await scene.sandbox.close();
		const refused = await auditOf([{}], {}, { asTool: true });

		expect(refused.error).toBeUndefined();
		expect(refused.told).toEqual([[expect.stringContaining('The list has no email'), null]]);
	});
});
