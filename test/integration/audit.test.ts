import type { IDataObject } from 'n8n-workflow';
import { startSandbox, type Sandbox, type SandboxUser } from '../strictSandbox.ts';
import { audit } from './n8n/parameters';
import { credentialFor, runNode, type NodeRun } from './n8n/runNode';

let sandbox: Sandbox;
let people: Partial<SandboxUser>[];
beforeEach(() => (people = [active('owner'), active('ana'), suspended('ben'), active('cem')]));
afterEach(async () => await sandbox.close());

const active = (name: string, domain = 'example.com'): Partial<SandboxUser> => ({
	id: name.toUpperCase().replace(/\W/g, 'X').padEnd(26, 'A'),
	email: `${name}@${domain}`,
	display_name: name,
	state: 'ACTIVE',
});
const suspended = (name: string, domain?: string) => ({
	...active(name, domain),
	state: 'SUSPENDED' as const,
});

const rows = (...emails: unknown[]) =>
	emails.map((email, row) => ({ email, department: `D${row}` })) as IDataObject[];

async function auditOf(input: IDataObject[], options: IDataObject = {}, more: Partial<NodeRun> = {}) {
	sandbox = await startSandbox({ directory: people });
	const result = await runNode(sandbox, { parameters: audit(options), input, ...more });
	const [hint] = result.run.data.resultData.runData['1Password Users']?.[0]?.hints ?? [];
	const told = result.items.map(({ json }) => [json.finding ?? json.error, json.email]);
	return { ...result, hint, told };
}

describe('audit', () => {
	it('gives the differences: about the list in its order, then about everyone else', async () => {
		const { items, error } = await auditOf(rows('gone@example.com', 'ben@example.com', 'owner@example.com'));

		expect(error).toBeUndefined();
		expect(items).toEqual([
			{ json: { finding: 'listed_not_found', email: 'gone@example.com' }, pairedItem: { item: 0 } },
			{ json: { finding: 'suspended_listed', ...sentAs('ben') }, pairedItem: { item: 1 } },
			{ json: { finding: 'active_not_listed', ...sentAs('ana') }, pairedItem: [{ item: 0 }, { item: 2 }] },
			{ json: { finding: 'active_not_listed', ...sentAs('cem') }, pairedItem: [{ item: 0 }, { item: 2 }] },
		]);
		expect(Object.keys(items[1]!.json)).toEqual([
			...['finding', 'id', 'email', 'display_name', 'state', 'create_time', 'path'],
		]);
	});

	it('gives with Include Matches what agrees, too', async () => {
		const { told } = await auditOf(rows('owner@example.com', 'cem@example.com', 'ana@example.com'), {
			includeMatches: true,
		});

		expect(told).toEqual([
			['active_listed', 'owner@example.com'],
			['active_listed', 'cem@example.com'],
			['active_listed', 'ana@example.com'],
			['suspended_not_listed', 'ben@example.com'],
		]);
	});

	it('says so when there are no differences', async () => {
		const { items, hint } = await auditOf(rows('owner@example.com', 'cem@example.com', 'ana@example.com'));

		expect(items).toEqual([]);
		expect(hint).toEqual({ message: 'No differences.', type: 'info', location: 'outputPane' });
	});

	it('lists the account once, and works with a read-only credential', async () => {
		people = Array.from({ length: 2345 }, (_, user) => active(`user${user}`));
		sandbox = await startSandbox({ directory: people, scopes: ['users.list'] });
		const credential = credentialFor(sandbox, { readOnly: true });
		const input = rows(...people.slice(1).map(({ email }) => email));
		const { items } = await runNode(sandbox, { parameters: audit(), input, credential });

		expect(items.map(({ json }) => json.email)).toEqual(['user0@example.com']);
		expect(sandbox.requests().map(({ operation }) => operation)).toEqual(['token', 'list', 'list', 'list']);
	});

	it('takes the email from where the field says', async () => {
		const input = [{ mail: 'ANA@example.com' }, { mail: 'cem@example.com' }];
		const parameters = audit({}, { email: '={{ $json.mail.toLowerCase() }}' });
		const { told } = await auditOf(input, {}, { parameters });

		expect(told).toEqual([['active_not_listed', 'owner@example.com']]);
	});
});

describe('the list of an audit', () => {
	it('is compared whatever the case, the spaces and the accents’ form', async () => {
		people = [active('owner'), active('josé'), active('Ana')];
		const { told } = await auditOf(
			rows(' OWNER@example.com\r\n', 'jose\u0301@example.com', 'aNA@EXAMPLE.com'),
		);

		expect(told).toEqual([]);
	});

	it('counts an email that comes twice once, and pairs it with where it comes first', async () => {
		const { items, hint } = await auditOf(
			rows('owner@example.com', 'BEN@example.com', 'ana@example.com', 'ben@example.com ', 'cem@example.com'),
		);

		expect(items).toMatchObject([{ json: { finding: 'suspended_listed' }, pairedItem: { item: 1 } }]);
		expect(hint?.message).toBe('1 listed but suspended. 1 item with an email that came before.');
	});

	it.each([[''], ['  \t\n'], ['\u200b\ufeff'], [null], [undefined], ['undefined'], ['NULL'], ['NaN']])(
		'skips an item whose email is %j, and says so',
		async (nothing) => {
			const { told, hint } = await auditOf(rows('owner@example.com', nothing, 'ana@example.com', nothing));

			expect(told).toEqual([['active_not_listed', 'cem@example.com']]);
			expect(hint).toEqual({
				message: '1 active but not listed. 2 items without an email skipped.',
				type: 'warning',
				location: 'outputPane',
			});
		},
	);

	it('skips an item without the field', async () => {
		const { told } = await auditOf([{ email: 'owner@example.com' }, { name: 'Ana' }]);

		expect(told.map(([finding]) => finding)).toEqual(['active_not_listed', 'active_not_listed']);
	});

	const WRONG: Array<[value: unknown, message: string]> = [
		['ana', '"ana" is not an email address'],
		['Ana Lima <ana@example.com>', '"Ana Lima <ana@example.com>" is not an email address'],
		['ana@example.com; cem@example.com', '"ana@example.com; cem@example.com" is not an email address'],
		['ana\u200b@example.com', '"ana @example.com" is not an email address'],
		[5, 'The Email field needs text, but got a value of type number'],
		[true, 'The Email field needs text, but got a value of type boolean'],
		[['ana@example.com'], 'The Email field needs text, but got a list'],
		[{ value: 'ana@example.com' }, 'The Email field needs text, but got a value of type object'],
	];

	it.each(WRONG)('stops at what is no email, before any request: %j', async (value, message) => {
		const { items, error } = await auditOf(rows('owner@example.com', value));

		expect(items).toEqual([]);
		expect(error).toMatchObject({ message, context: { itemIndex: 1 } });
		expect(sandbox.requests()).toEqual([]);
	});

	it.each(WRONG)('goes on with the others if it is told to: %j', async (value, message) => {
		const { items, hint } = await auditOf(
			rows('owner@example.com', value, 'ben@example.com'),
			{},
			{ onError: 'continueRegularOutput' },
		);
		const [failed, ...others] = items;

		expect(failed).toMatchObject({
			json: {
				email: typeof value === 'string' || typeof value === 'number' ? String(value) : null,
				error: expect.stringContaining(message) as string,
				reason: 'invalid_input',
			},
			pairedItem: { item: 1 },
		});
		expect(others[0]).toMatchObject({ json: { finding: 'suspended_listed' }, pairedItem: { item: 2 } });
		expect(hint?.message).toContain('1 item failed, so that somebody on the list may seem not to be.');
	});

	it('does not say of somebody whom a failed item mentions that they are not on it', async () => {
		people.push(active("o'hara"));
		const { told } = await auditOf(
			rows(
				'owner@example.com',
				'Ana Lima <ANA@example.com>',
				{ mails: ["'cem@example.com'"] },
				"o'hara@example.com.",
			),
			{},
			{ onError: 'continueRegularOutput' },
		);

		expect(told.map(([finding]) => finding)).not.toContain('active_not_listed');
	});

	it.each([
		['\u202aana@example.com\u202c', 'as Windows copies it'],
		['ana@example.com\u200b', 'with a zero-width space behind it'],
		['\ufeffana@example.com\u00a0', 'as the first cell of a file'],
	])('reads an email with invisible characters around it: %j, %s', async (email) => {
		const { told, error } = await auditOf(rows('owner@example.com', email, 'gone@example.com'));

		expect(error).toBeUndefined();
		expect(told).toEqual([
			['listed_not_found', 'gone@example.com'],
			['active_not_listed', 'cem@example.com'],
		]);
	});

	it('says that a character within an email is invisible, and takes the person for mentioned', async () => {
		const input = rows('owner@example.com', 'a\u200bna@example.com', 'cem@example.com');
		const { error } = await auditOf(input);

		expect(error?.description).toBe(
			'There is an invisible character in it (U+200B). Enter the email anew where it comes from.',
		);
		await sandbox.close();
		const { told } = await auditOf(input, {}, { onError: 'continueRegularOutput' });

		expect(told.map(([finding]) => finding)).not.toContain('active_not_listed');
	});

	it.each([['stopWorkflow'], ['continueRegularOutput'], ['continueErrorOutput']] as const)(
		'is not cut to its first item: Execute Once is an error and asks nothing, with %s',
		async (onError) => {
			const { told, errors, error } = await auditOf(
				rows('owner@example.com', 'ana@example.com', 'cem@example.com'),
				{},
				{ onError, executeOnce: true },
			);
			const message = 'Execute Once is on, so that the list would be its first item alone';
			const said = error?.message ?? errors[0]?.json['error'] ?? told[0]?.[0];

			expect(said).toEqual(expect.stringContaining(message));
			expect(sandbox.requests()).toEqual([]);
		},
	);

	it.each([[rows('', null)], [[{}]]])('without an email is an error and asks nothing: %j', async (input) => {
		const { items, error } = await auditOf(input);

		expect(items).toEqual([]);
		expect(error).toMatchObject({
			message: 'The list has no email: everyone in the account would seem not to be on it',
			description: expect.stringContaining('the expression in the Email field') as string,
		});
		expect(sandbox.requests()).toEqual([]);
	});

	it('without an email fails every item if it goes on, and reports nobody', async () => {
		const { told } = await auditOf(rows('', 'ana', null), {}, { onError: 'continueRegularOutput' });

		expect(told).toEqual([
			[expect.stringContaining('The list has no email'), ''],
			[expect.stringContaining('"ana" is not an email address'), 'ana'],
			[expect.stringContaining('The list has no email'), null],
		]);
		expect(sandbox.requests()).toEqual([]);
	});

	it('goes through 1,000 failing items and one good one', async () => {
		const { items } = await auditOf(
			rows('owner@example.com', ...Array<string>(1000).fill('nobody')),
			{},
			{ onError: 'continueErrorOutput' },
		);

		expect(items.map(({ json }) => json.email)).toEqual(['ana@example.com', 'cem@example.com']);
	});
});

describe('the account of an audit', () => {
	it('is judged user by user where several have one email', async () => {
		people.push({ ...suspended('ana'), id: 'SECOND' }, { ...active('ana'), id: 'THIRD' });
		const { items } = await auditOf(rows('owner@example.com', 'ana@example.com', 'cem@example.com'), {
			includeMatches: true,
		});
		const ofAna = items.filter(({ json }) => json.email === 'ana@example.com');

		expect(ofAna.map(({ json, pairedItem }) => [json.finding, json.id, pairedItem])).toEqual([
			['active_listed', active('ana').id, { item: 1 }],
			['suspended_listed', 'SECOND', { item: 1 }],
			['active_listed', 'THIRD', { item: 1 }],
		]);
	});

	it.each<[shape: 'absent' | 'empty' | 'null']>([['absent'], ['empty'], ['null']])(
		'reports users without an email, with every option: sent as %s',
		async (unsetFields) => {
			people.push({ ...active('nameless'), email: undefined });
			sandbox = await startSandbox({ directory: people, shapes: { unsetFields } });
			const options = { emailDomain: 'example.com', ignoreProtectedUsers: true };
			const { items } = await runNode(sandbox, {
				parameters: audit(options),
				input: rows('owner@example.com', 'ana@example.com', 'cem@example.com', ''),
				credential: credentialFor(sandbox, { protectedUsers: '*@example.com' }),
			});

			expect(items).toMatchObject([{ json: { finding: 'active_not_listed', id: active('nameless').id } }]);
		},
	);

	it.each([['STATE_UNSPECIFIED'], ['LOCKED'], ['active'], [undefined], [''], [null]])(
		'is not guessed about where the state is %j',
		async (state) => {
			people = [active('owner'), active('ana'), active('cem')];
			sandbox = await startSandbox({ directory: people });
			sandbox.fault({
				match: 'list',
				transform: (body) => {
					const { results } = body as { results: IDataObject[] };
					return { results: results.map((user, place) => (place === 0 ? user : { ...user, state })) };
				},
			});
			const { items, run } = await runNode(sandbox, {
				parameters: audit(),
				input: rows('owner@example.com', 'ana@example.com'),
			});

			expect(items.map(({ json }) => [json.finding, json.email])).toEqual([
				['unknown_listed', 'ana@example.com'],
				['unknown_not_listed', 'cem@example.com'],
			]);
			expect(run.data.resultData.runData['1Password Users']?.[0]?.hints?.[0]?.message).toBe(
				'1 not listed and in an unknown state, 1 listed and in an unknown state.',
			);
		},
	);

	it('may get a field of the name that the findings have', async () => {
		sandbox = await startSandbox({ directory: people });
		sandbox.fault({
			match: 'list',
			transform: () => ({ results: [{ ...active('ana'), finding: 'active_listed', extra: [1] }] }),
		});
		const { items } = await runNode(sandbox, { parameters: audit(), input: rows('gone@example.com') });

		expect(items[1]?.json).toMatchObject({ finding: 'active_not_listed', extra: [1] });
	});
});

describe('the options of an audit', () => {
	it('keep to one domain, in the account and on the list', async () => {
		people.push(
			active('dee', 'sub.example.com'),
			active('eva', 'example.org'),
			suspended('fay', 'example.org'),
		);
		const { told, hint } = await auditOf(
			rows('dee@sub.example.com', 'gone@example.net', 'gone@Example.org', 'FAY@example.org'),
			{ emailDomain: '@Example.ORG' },
		);

		expect(told).toEqual([
			['listed_not_found', 'gone@Example.org'],
			['suspended_listed', 'fay@example.org'],
			['active_not_listed', 'eva@example.org'],
		]);
		expect(hint?.message).toBe(
			'1 active but not listed, 1 listed but suspended, 1 listed but not found. 2 items in other domains left out.',
		);
	});

	it('refuse a domain in which nobody is listed', async () => {
		const { error } = await auditOf(rows('owner@example.com'), { emailDomain: 'exmaple.com' });

		expect(error?.message).toBe(
			'The list has no email in exmaple.com: everyone in this domain would seem not to be on it',
		);
		expect(sandbox.requests()).toEqual([]);
	});

	it('leave out protected users, listed or not, by ID, email or pattern', async () => {
		people.push(active('breakglass-1'), suspended('breakglass-2'), active('eva'));
		sandbox = await startSandbox({ directory: people });
		const { items } = await runNode(sandbox, {
			parameters: audit({ ignoreProtectedUsers: true, includeMatches: true }),
			input: rows('breakglass-2@example.com', 'breakglass-3@example.com', 'eva@example.com'),
			credential: credentialFor(sandbox, {
				protectedUsers: `${active('cem').id}\nOWNER@example.com, breakglass-*@example.com`,
			}),
		});

		expect(items.map(({ json }) => [json.finding, json.email])).toEqual([
			['listed_not_found', 'breakglass-3@example.com'],
			['active_listed', 'eva@example.com'],
			['active_not_listed', 'ana@example.com'],
			['suspended_not_listed', 'ben@example.com'],
		]);
	});

	it('report protected users unless they say otherwise', async () => {
		sandbox = await startSandbox({ directory: people });
		const { items } = await runNode(sandbox, {
			parameters: audit(),
			input: rows('owner@example.com', 'cem@example.com'),
			credential: credentialFor(sandbox, { protectedUsers: 'ana@example.com' }),
		});

		expect(items.map(({ json }) => json.email)).toEqual(['ana@example.com']);
	});

	it.each([
		[{ emailDomain: '={{ $json.nothing }}' }, 'Email Domain is null'],
		[{ emailDomain: 'ana@example.com' }, 'Email Domain is "ana@example.com"'],
		[{ includeMatches: 'maybe' }, 'Include Matches is "maybe"'],
		[{ ignoreProtectedUsers: '={{ $json.nothing }}' }, 'Ignore Protected Users is null'],
		[
			{ emailDomain: '={{ $json.email.split("@")[1] }}' },
			'The option Email Domain of Audit differs between the items 0 and 1',
		],
		[
			{ ignoreProtectedUsers: true, includeMatches: '={{ $itemIndex === 1 }}' },
			'The option Include Matches of Audit differs between the items 0 and 1',
		],
	])('fail the whole audit where they cannot be right: %j', async (options, message) => {
		const input = rows('owner@example.com', 'eva@example.org');
		const { error } = await auditOf(input, options);

		expect(error?.message).toBe(message);
		expect(sandbox.requests()).toEqual([]);
		await sandbox.close();
		const { told } = await auditOf(input, options, { onError: 'continueRegularOutput' });

		expect(told).toEqual(input.map(({ email }) => [expect.stringContaining(message) as string, email]));
		expect(sandbox.requests()).toEqual([]);
	});

	it('may come from an expression that gives the same for all items', async () => {
		const { told } = await auditOf(rows('owner@example.com', 'ana@example.com'), {
			emailDomain: '={{ "example" + ".com" }}',
		});

		expect(told).toEqual([['active_not_listed', 'cem@example.com']]);
	});
});

describe('many audits', () => {
	it('at once in one process, each with a list of its own, each get their own findings', async () => {
		sandbox = await startSandbox({ users: 120 });
		const credential = credentialFor(sandbox);
		const emails = sandbox.users.map(({ email }) => email ?? '');
		const runs = await Promise.all(
			Array.from({ length: 50 }, async (_, missing) => {
				const input = rows(...emails.filter((_email, user) => user !== missing));
				return await runNode(sandbox, { parameters: audit(), input, credential });
			}),
		);
		const missed = runs.map(({ items }) =>
			items.filter(({ json }) => json.finding === 'active_not_listed').map(({ json }) => json.email),
		);

		expect(runs.filter(({ error }) => error)).toEqual([]);
		expect(missed).toEqual(
			sandbox.users.slice(0, 50).map(({ email, state }) => (state === 'ACTIVE' ? [email] : [])),
		);
		expect(sandbox.requests('list')).toHaveLength(50);
		expect(sandbox.requests('token')).toHaveLength(1);
	});
});

describe('a failure of the listing', () => {
	it.each([0, 1])('fails every item, each with its email, and reports nobody: page %d', async (skip) => {
		sandbox = await startSandbox({ directory: people });
		sandbox.paging({ longest: 2 });
		sandbox.fault({ match: 'list', skip, status: 400 });
		const { items } = await runNode(sandbox, {
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
		sandbox = await startSandbox({ directory: people });
		const { items } = await runNode(sandbox, {
			parameters: audit(),
			input: rows('ana@example.com', 'gone@example.com'),
			credential: credentialFor(sandbox, { accountId: '' }),
			onError: 'continueRegularOutput',
		});

		expect(items.map(({ json }) => json.email)).toEqual(['ana@example.com', 'gone@example.com']);
	});

	it('names the permission that is missing', async () => {
		sandbox = await startSandbox({ directory: people, scopes: ['users.get'] });
		const { error } = await runNode(sandbox, { parameters: audit(), input: rows('ana@example.com') });

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
		await sandbox.close();
		const refused = await auditOf([{}], {}, { asTool: true });

		expect(refused.error).toBeUndefined();
		expect(refused.told).toEqual([[expect.stringContaining('The list has no email'), null]]);
	});
});

/** A user of the sandbox as the API sends it. */
function sentAs(name: string): IDataObject {
	const { kind, ...user } = sandbox.user(`${name}@example.com`);
	return kind ? { ...user } : {};
}
