import { members, resize } from '../../../bench/comparison/account.ts';
import { startSandbox, type Sandbox } from '../../../sandbox/server.ts';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox({ users: 5 });
});
afterEach(async () => await sandbox.close());

const suspended = () => sandbox.users.flatMap(({ state }, index) => (state === 'SUSPENDED' ? [index] : []));

describe('an account that is resized', () => {
	it.each([40, 100, 3])('has so many users: %d', (users) => {
		resize(sandbox, 50);
		resize(sandbox, users);

		expect(sandbox.users).toHaveLength(users);
	});

	it('has every thirteenth user suspended, or one in another number, whatever happened before', () => {
		resize(sandbox, 40);
		expect(suspended()).toEqual([12, 25, 38]);
		for (const { id } of sandbox.users) sandbox.changeUser(id, { state: 'SUSPENDED' });
		resize(sandbox, 40);
		expect(suspended()).toEqual([12, 25, 38]);
		resize(sandbox, 45, 20);
		expect(suspended()).toEqual([19, 39]);
	});
});

describe('members', () => {
	const indexes = (count: number, first?: number) =>
		members(sandbox, count, first).map(({ id }) => sandbox.users.findIndex((user) => user.id === id));

	it('come from all over the account, and never include the owner', () => {
		resize(sandbox, 100);

		expect(indexes(4)).toEqual([1, 26, 51, 76]);
		expect(indexes(1)).toEqual([1]);
		expect(indexes(1, 40)).toEqual([40]);
		expect(indexes(1_000)).toHaveLength(99);
	});
});
