import { active, auditOf, inEachTest, rows, scene } from './scene';

inEachTest();

describe('the list of an audit', () => {
	it('is compared whatever the case, the spaces and the accents’ form', async () => {
		scene.people = [active('owner'), active('josé'), active('Ana')];
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
		expect(scene.sandbox.requests()).toEqual([]);
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
		scene.people.push(active("o'hara"));
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
		await scene.sandbox.close();
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
			const advice = "Switch Execute Once off in this node's settings";
			const said = error
				? `${error.message}. ${error.description}`
				: (errors[0]?.json['error'] ?? told[0]?.[0]);

			expect(said).toEqual(expect.stringContaining(`${message}. ${advice}`));
			expect(scene.sandbox.requests()).toEqual([]);
		},
	);

	it.each([[rows('', null)], [[{}]]])('without an email is an error and asks nothing: %j', async (input) => {
		const { items, error } = await auditOf(input);

		expect(items).toEqual([]);
		expect(error).toMatchObject({
			message: 'The list has no email: everyone in the account would seem not to be on it',
			description: expect.stringContaining('the expression in the Email field') as string,
		});
		expect(scene.sandbox.requests()).toEqual([]);
	});

	it('without an email fails every item if it goes on, and reports nobody', async () => {
		const { told } = await auditOf(rows('', 'ana', null), {}, { onError: 'continueRegularOutput' });

		expect(told).toEqual([
			[expect.stringContaining('The list has no email'), ''],
			[expect.stringContaining('"ana" is not an email address'), 'ana'],
			[expect.stringContaining('The list has no email'), null],
		]);
		expect(scene.sandbox.requests()).toEqual([]);
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
