import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import { FROM_INPUT, inModeOfInput, named, reactivate, suspend } from './n8n/parameters';
import { credentialFor, runNode } from './n8n/runNode';

let sandbox: Sandbox;
beforeEach(async () => (sandbox = await startSandbox({ users: 60, suspendedShare: 0 })));
afterEach(async () => await sandbox.close());

const stateOf = (id: string) => sandbox.user(id).state;

describe('suspend', () => {
	it('says what changed', async () => {
		const { id, email } = sandbox.users[4]!;
		const { items } = await runNode(sandbox, { parameters: suspend('email', email) });

		expect(items[0]?.json).toMatchObject({
			id,
			email,
			state: 'SUSPENDED',
			previous_state: 'ACTIVE',
			changed: true,
			dry_run: false,
		});
		expect(stateOf(id)).toBe('SUSPENDED');
	});

	it('sends nothing for a user who is suspended already', async () => {
		const { id } = sandbox.changeUser(sandbox.users[4]!.id, { state: 'SUSPENDED' });
		const { items } = await runNode(sandbox, { parameters: suspend('id', id) });

		expect(items[0]?.json).toMatchObject({ state: 'SUSPENDED', previous_state: 'SUSPENDED', changed: false });
		expect(sandbox.requests('suspend')).toHaveLength(0);
	});

	it('changes a user once, however many items name them, and only the first reports it', async () => {
		const { id, email } = sandbox.users[4]!;
		const parameters = inModeOfInput(suspend('id', FROM_INPUT));
		const input = [
			{ mode: 'id', user: id },
			{ mode: 'email', user: email! },
			{ mode: 'list', user: id },
		];
		const { items } = await runNode(sandbox, { parameters, input });

		expect(items.map(({ json }) => [json.previous_state, json.changed])).toEqual([
			['ACTIVE', true],
			['SUSPENDED', false],
			['SUSPENDED', false],
		]);
		expect(sandbox.requests('suspend')).toHaveLength(1);
	});

	it('names the last owner and changes nobody', async () => {
		const owner = sandbox.users.find(({ kind }) => kind === 'owner')!;
		const { error } = await runNode(sandbox, { parameters: suspend('email', owner.email) });

		expect(error?.message).toBe(
			`1Password won't suspend ${owner.email}: this is the last owner of the account`,
		);
		expect(error?.description).toContain('no_owner_remain');
		expect(error?.description).toMatch(/ Nobody was suspended in this run\.$/);
		expect(stateOf(owner.id)).toBe('ACTIVE');
	});

	it('names an administrator who is managed from outside', async () => {
		const { id } = sandbox.users[9]!;
		sandbox.setManagedAdministrator(id);
		const { error } = await runNode(sandbox, { parameters: suspend('id', id) });

		expect(error?.message).toContain('managed from outside');
	});

	it('names the permission that the application lacks', async () => {
		sandbox.setScopes(['users.get', 'users.list']);
		const { error } = await runNode(sandbox, { parameters: suspend('id', sandbox.users[9]!.id) });

		expect(error?.message).toContain('"Suspend user"');
	});

	it('says so when the account is provisioned automatically', async () => {
		sandbox.provisioned = true;
		const { error } = await runNode(sandbox, { parameters: suspend('id', sandbox.users[9]!.id) });

		expect(error?.message).toContain('automated provisioning');
	});

	it('reads again when the answer carries another state, and trusts what it reads', async () => {
		const { id } = sandbox.users[9]!;
		sandbox.fault({ match: 'suspend', transform: (body) => ({ ...(body as object), state: 'ACTIVE' }) });
		const { items } = await runNode(sandbox, { parameters: suspend('id', id) });

		expect(items[0]?.json).toMatchObject({ state: 'SUSPENDED', changed: true });
	});

	it.each(['', '<html>Sign in</html>', '[]'])('looks again when the answer is no user: %p', async (body) => {
		const { id } = sandbox.users[9]!;
		sandbox.fault({ match: 'suspend', status: 200, body, actFirst: true });
		const { items } = await runNode(sandbox, { parameters: suspend('id', id) });

		expect(items[0]?.json).toMatchObject({ id, previous_state: 'ACTIVE', state: 'SUSPENDED', changed: true });
	});

	it('does not take a redirect for a change', async () => {
		const { id } = sandbox.users[9]!;
		sandbox.fault({ match: 'suspend', status: 307, headers: { location: sandbox.url } });
		const { error } = await runNode(sandbox, { parameters: suspend('id', id) });

		expect(error?.message).toContain('redirected the request elsewhere');
	});

	it('is an error when the state is still another after a second look', async () => {
		const { id, email } = sandbox.users[9]!;
		sandbox.fault({ match: 'suspend', status: 200, body: { id, state: 'ACTIVE' } });
		const { error } = await runNode(sandbox, { parameters: suspend('id', id) });

		expect(error?.message).toBe(
			`1Password accepted the request to suspend ${email} (${id}), but the state is still ACTIVE`,
		);
		expect(error?.description).toMatch(
			/^Look at the user in 1Password, and run the workflow again: it does nothing where the state is already right\./,
		);
	});

	it('is told without what a server puts into the place of a state', async () => {
		const { id } = sandbox.users[9]!;
		const odd = { status: 200, body: { id, state: 'eyJhbGciOi.J9' } };
		sandbox.fault({ match: 'suspend', ...odd });
		sandbox.fault({ match: 'get', skip: 1, ...odd });
		const { error } = await runNode(sandbox, { parameters: suspend('id', id) });

		expect(error?.message).toMatch(/the state is still unknown$/);
	});

	it('is an error of its own where the connection breaks, whatever a second look would tell', async () => {
		const { id, email } = sandbox.users[9]!;
		sandbox.fault({ match: 'suspend', kind: 'reset-after', times: Infinity });
		const { error } = await runNode(sandbox, { parameters: suspend('id', id) });

		expect(error?.message).toContain('could not be reached');
		expect(error?.description).toContain(
			`Not known, look in 1Password whether they were suspended all the same: ${email}`,
		);
	});

	it('gives a reason to branch on where 1Password keeps the state, or gives no ID', async () => {
		const { id } = sandbox.users[9]!;
		sandbox.fault({ match: 'suspend', status: 200, body: { id, state: 'ACTIVE' } });
		sandbox.fault({ match: 'list', status: 200, body: { results: [{ email: 'ana@example.com' }] } });
		const input = [
			{ mode: 'id', user: id },
			{ mode: 'email', user: 'ana@example.com' },
		];
		const parameters = inModeOfInput(suspend('id', FROM_INPUT));
		const { items } = await runNode(sandbox, { parameters, input, onError: 'continueRegularOutput' });

		expect(items.map(({ json }) => json.reason)).toEqual(['bad_answer', 'bad_answer']);
		expect(items[1]?.json.error).toContain('Find the user in 1Password and name them By ID.');
	});

	it('changes nobody when an item cannot be right and the node stops on error', async () => {
		const input = named([sandbox.users[4]!.email, 'nobody@example.com', sandbox.users[5]!.email]);
		const { error } = await runNode(sandbox, { parameters: suspend('email', FROM_INPUT), input });

		expect(error?.message).toContain('nobody@example.com');
		expect(error?.context?.itemIndex).toBe(1);
		expect(sandbox.requests('suspend')).toHaveLength(0);
	});

	it('goes on with the others when the node continues on error', async () => {
		const owner = sandbox.users.find(({ kind }) => kind === 'owner')!;
		const input = named([owner.id, sandbox.users[4]!.id, 'MISSING', sandbox.users[5]!.id]);
		const run = { parameters: suspend('id', FROM_INPUT), input, onError: 'continueErrorOutput' as const };
		const { items, errors } = await runNode(sandbox, run);

		expect(items.map(({ json, pairedItem }) => [json.changed, pairedItem])).toEqual([
			[true, { item: 1 }],
			[true, { item: 3 }],
		]);
		expect(errors.map(({ json }) => json.id)).toEqual([owner.id, 'MISSING']);
		expect(errors[0]?.json.error).toMatch(/ Request: POST \S+\.$/);
	});

	it('does not claim that nobody was suspended where the answers were lost', async () => {
		const { id, email } = sandbox.users[4]!;
		sandbox.fault({
			match: 'suspend',
			status: 504,
			actFirst: true,
			times: Infinity,
			headers: { 'retry-after': '0' },
		});
		const { error } = await runNode(sandbox, { parameters: suspend('id', id) });

		expect(error?.description).toContain(
			`No user was confirmed as suspended in this run. Not known, look in 1Password whether they were suspended all the same: ${email} (${id}).`,
		);
		expect(stateOf(id)).toBe('SUSPENDED');
	});

	it('tells those who were suspended from those of whom nobody knows', async () => {
		const [sure, unsure] = [sandbox.users[4]!, sandbox.users[5]!];
		sandbox.fault({ match: `suspend ${unsure.id}`, status: 200, body: '', actFirst: true });
		sandbox.fault({ match: `get ${unsure.id}`, skip: 1, status: 403 });
		const input = named([sure.id, unsure.id]);
		const { error } = await runNode(sandbox, { parameters: suspend('id', FROM_INPUT), input });

		expect(error?.message).toBe(`1Password won't show ${unsure.email} (${unsure.id}) and does not say why`);
		expect(error?.description).toContain(
			`1 of 2 users were suspended in this run before it stopped: ${sure.email} (${sure.id}). Not known, look in 1Password whether they were suspended all the same: ${unsure.email} (${unsure.id}).`,
		);
	});

	it('sends nothing for a user whose ID is null', async () => {
		const body = { results: [{ id: null, email: 'ana@example.com', state: 'ACTIVE' }] };
		sandbox.fault({ match: 'list', status: 200, body });
		const { error } = await runNode(sandbox, { parameters: suspend('email', 'ana@example.com') });

		expect(error?.message).toBe('Cannot suspend ana@example.com: 1Password gave no ID for this user');
		expect(sandbox.requests('POST :')).toEqual([]);
	});

	it('tells who was suspended before a run stopped half-way', async () => {
		const owner = sandbox.users.find(({ kind }) => kind === 'owner')!;
		const others = sandbox.users.filter(({ kind }) => kind === 'member').slice(0, 3);
		const input = named([...others.map(({ id }) => id), owner.id]);
		const { error } = await runNode(sandbox, { parameters: suspend('id', FROM_INPUT), input });

		const suspended = others.filter(({ id }) => stateOf(id) === 'SUSPENDED');
		expect(error?.description).toContain(
			`${suspended.length} of 4 users were suspended in this run before it stopped`,
		);
	});
});

describe('what a person sees of it', () => {
	it('the fields that matter come first, as a table shows the first few', async () => {
		const { items } = await runNode(sandbox, { parameters: suspend('id', sandbox.users[4]!.id) });

		expect(Object.keys(items[0]!.json)).toEqual([
			...['id', 'email', 'state', 'previous_state', 'changed', 'dry_run'],
			...['display_name', 'create_time', 'path'],
		]);
	});

	it.each([
		['a dry run', [true, true], 'Dry run: nothing was changed. 2 would be suspended, 1 failed.'],
		['what is no dry run', [true, false], '1 suspended, 1 would be suspended, 1 failed.'],
	])('a sentence above the output says what happened: in %s', async (_, dryRuns, message) => {
		const items = dryRuns.map((dryRun, item) => ({ user: sandbox.users[4 + item]!.id, dryRun }));
		const { run } = await runNode(sandbox, {
			parameters: suspend('id', '={{ $json.user }}', { dryRun: '={{ $json.dryRun }}' }),
			input: [...items, { user: 'a/b', dryRun: true }],
			onError: 'continueRegularOutput',
		});

		expect(run.data.resultData.runData['1Password Users']?.[0]?.hints).toEqual([
			{ message, type: 'warning', location: 'outputPane' },
		]);
	});
});

describe('reactivate', () => {
	it('lets a suspended user in again', async () => {
		const { id } = sandbox.changeUser(sandbox.users[4]!.id, { state: 'SUSPENDED' });
		const { items } = await runNode(sandbox, { parameters: reactivate('id', id) });

		expect(items[0]?.json).toMatchObject({ state: 'ACTIVE', previous_state: 'SUSPENDED', changed: true });
		expect(stateOf(id)).toBe('ACTIVE');
	});
});

describe('safeguards', () => {
	it('a read-only credential sends no request at all', async () => {
		const credential = credentialFor(sandbox, { readOnly: true });
		const { error } = await runNode(sandbox, { parameters: suspend('id', sandbox.users[4]!.id), credential });

		expect(error?.message).toBe('Suspending users is switched off: the credential is read only');
		expect(error?.description).toBe(
			'If this workflow is meant to change users, use a credential without Read Only. Nobody was suspended in this run.',
		);
		expect(sandbox.requests()).toHaveLength(0);
	});

	it('a read-only credential fails each item, and nothing calls that a dry run', async () => {
		const { items, run } = await runNode(sandbox, {
			parameters: suspend('id', sandbox.users[4]!.id, { dryRun: true }),
			credential: credentialFor(sandbox, { readOnly: true }),
			onError: 'continueRegularOutput',
		});

		expect(items.map(({ json }) => json.reason)).toEqual(['read_only']);
		expect(run.data.resultData.runData['1Password Users']?.[0]?.hints?.[0]?.message).toBe('1 failed.');
	});

	it.each(['id', 'email'] as const)('a protected user is not suspended when named by %s', async (mode) => {
		const user = sandbox.changeUser(sandbox.users[4]!.id, { email: 'breakglass-1@example.com' });
		const credential = credentialFor(sandbox, {
			protectedUsers: 'someone@example.org,\n BreakGlass-*@example.com',
		});
		const { error } = await runNode(sandbox, { parameters: suspend(mode, user[mode]), credential });

		expect(error?.message).toContain('is protected and was not suspended');
		expect(sandbox.requests('suspend')).toHaveLength(0);
	});

	it('a protected user can be reactivated', async () => {
		const user = sandbox.changeUser(sandbox.users[4]!.id, { state: 'SUSPENDED' });
		const credential = credentialFor(sandbox, { protectedUsers: user.email });
		const { items } = await runNode(sandbox, { parameters: reactivate('id', user.id), credential });

		expect(items[0]?.json.changed).toBe(true);
	});

	it('Max Changes counts who would change, and changes none when there are more', async () => {
		sandbox.changeUser(sandbox.users[4]!.id, { state: 'SUSPENDED' });
		const input = named(sandbox.users.slice(4, 8).map(({ id }) => id));
		const run = (maxChanges: number) =>
			runNode(sandbox, { parameters: suspend('id', FROM_INPUT, { maxChanges }), input });

		const { error } = await run(2);
		expect(error?.message).toBe(
			'This run would suspend 3 users, more than Max Changes allows (2). Nobody was suspended in this run',
		);
		const people = sandbox.users.slice(5, 8).map(({ id, email }) => `${email} (${id})`);
		expect(error?.description).toContain(`They are ${people.join(', ')}.`);
		expect(sandbox.requests('suspend')).toHaveLength(0);
		expect((await run(3)).items.map(({ json }) => json.changed)).toEqual([false, true, true, true]);
	});

	it('a dry run says what would change and changes nothing', async () => {
		const { id } = sandbox.users[4]!;
		const { items } = await runNode(sandbox, { parameters: suspend('id', id, { dryRun: true }) });

		expect(items[0]?.json).toMatchObject({
			state: 'ACTIVE',
			previous_state: 'ACTIVE',
			changed: true,
			dry_run: true,
		});
		expect(stateOf(id)).toBe('ACTIVE');
	});

	it.each(['maxChanges', 'dryRun'])(
		'%s does not vanish when its expression gives nothing',
		async (option) => {
			const options = { [option]: '={{ $json.no_such_field }}' };
			const { error } = await runNode(sandbox, { parameters: suspend('id', sandbox.users[4]!.id, options) });

			expect(error?.message).toMatch(/ is null$/);
			expect(sandbox.requests('suspend')).toHaveLength(0);
		},
	);

	it.each(['yes', 1])(
		'an option that is neither true nor false is refused rather than guessed: %p',
		async (dryRun) => {
			const { error } = await runNode(sandbox, {
				parameters: suspend('id', sandbox.users[4]!.id, { dryRun }),
			});

			expect(error?.message).toMatch(/^Dry Run is /);
			expect(sandbox.requests('suspend')).toHaveLength(0);
		},
	);
});
