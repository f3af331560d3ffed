import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import { activate, type Poller } from './n8n/pollNode';

const EVERYTHING = ['user.added', 'user.removed', 'user.suspended', 'user.reactivated'];

let sandbox: Sandbox;
beforeEach(async () => (sandbox = await startSandbox({ users: 50 })));
afterEach(async () => await sandbox.close());

const inState = (state: string) => sandbox.users.filter((user) => user.state === state).map(({ id }) => id);
const suspend = (id: string) => sandbox.changeUser(id, { state: 'SUSPENDED' });
const reactivate = (id: string) => sandbox.changeUser(id, { state: 'ACTIVE' });

type Answer = Record<string, unknown>;

/** An answer with one field changed; undefined leaves it out. */
const withField = (field: string, value: unknown) => (user: unknown) => ({
	...(user as Answer),
	[field]: value,
});

/** A page on which the users are changed. */
const onPage = (change: (user: Answer) => unknown) => (body: unknown) => {
	const page = body as { results: Answer[] };
	return { ...page, results: page.results.map(change) };
};

it.each([EVERYTHING, EVERYTHING.slice(2)])(
	'whoever has no ID is nobody to report: %s, %s',
	async (...events) => {
		const workflow = await activate(sandbox, { events });
		const nameless = { email: 'nobody@example.com', state: 'SUSPENDED' };
		const transform = (body: unknown) => {
			const page = body as { results: Answer[] };
			return { ...page, results: [...page.results, nameless] };
		};
		sandbox.fault({ match: 'list', transform, times: Infinity });

		expect([await workflow.poll(), await workflow.poll()]).toEqual([null, null]);
	},
);

describe('with Email Domain, an answer without the email', () => {
	const MISSING = [undefined, null, '', '  '];
	const watching = async (id: string, poller: Poller = {}) => {
		const emailDomain = sandbox.users.find((user) => user.id === id)!.email!.split('@')[1]!;
		return await activate(sandbox, { ...poller, filters: { emailDomain } });
	};

	it.each(MISSING)('(%j) loses no reactivation', async (email) => {
		const [id] = inState('SUSPENDED');
		const workflow = await watching(id!);
		reactivate(id!);
		sandbox.fault({ match: `get ${id}`, transform: withField('email', email) });

		expect(await workflow.events()).toEqual([`user.reactivated ${id}`]);
		expect(await workflow.poll()).toBeNull();
	});

	it.each(MISSING)('(%j) on a page of everyone loses no suspension', async (email) => {
		const id = inState('ACTIVE')[5]!;
		const workflow = await watching(id, { events: EVERYTHING });
		suspend(id);
		const change = withField('email', email);
		sandbox.fault({ match: 'list', transform: onPage((user) => (user.id === id ? change(user) : user)) });

		expect(await workflow.events()).toEqual([`user.suspended ${id}`]);
		expect(await workflow.poll()).toBeNull();
	});

	it('reports nobody who was outside the domain', async () => {
		const [id] = inState('SUSPENDED');
		const workflow = await activate(sandbox, { filters: { emailDomain: 'elsewhere.test' } });
		reactivate(id!);
		sandbox.fault({ match: `get ${id}`, transform: withField('email', undefined) });

		expect(await workflow.events()).toEqual([]);
	});
});

describe('in a list of users in one state, a user without a state', () => {
	const inLists = (change: (user: Answer) => unknown) =>
		sandbox.fault({ match: 'list', transform: onPage(change), times: Infinity });

	it.each([undefined, null, ''])('(%j) is in that state: suspended', async (state) => {
		inLists(withField('state', state));
		const workflow = await activate(sandbox);
		const id = inState('ACTIVE')[5]!;
		suspend(id);

		expect(await workflow.poll()).toMatchObject([
			{ json: { event: 'user.suspended', user: { id, state: 'SUSPENDED' } } },
		]);
		reactivate(id);
		expect(await workflow.events()).toEqual([`user.reactivated ${id}`]);
	});

	it('is in that state: active, where many are suspended no more', async () => {
		await sandbox.close();
		sandbox = await startSandbox({ users: 200, suspendedShare: 0.5 });
		inLists(withField('state', undefined));
		const workflow = await activate(sandbox);
		const ids = inState('SUSPENDED');
		ids.forEach(reactivate);

		const events = await workflow.events();

		expect(sandbox.requests('list')).toHaveLength(2);
		expect(events.sort()).toEqual(ids.map((id) => `user.reactivated ${id}`).sort());
	});

	it('differs from one whose state is not documented: that is believed', async () => {
		const workflow = await activate(sandbox);
		const id = inState('ACTIVE')[5]!;
		suspend(id);
		inLists((user) => (user.id === id ? { ...user, state: 'TRANSFER_STARTED' } : user));

		expect(await workflow.poll()).toBeNull();
	});

	it('is in no state in the list of everyone', async () => {
		const workflow = await activate(sandbox, { events: EVERYTHING });
		inLists(withField('state', undefined));

		expect(await workflow.poll()).toBeNull();
	});
});
