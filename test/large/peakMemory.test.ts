import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { IDataObject } from 'n8n-workflow';
import { auditedList } from '../../nodes/OnePasswordUsers/actions/user/auditedList';
import { compareWithList } from '../../nodes/OnePasswordUsers/actions/user/compareWithList';
import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import { getMany } from '../integration/n8n/parameters';
import { runNode } from '../integration/n8n/runNode';

const USERS = 300_000;
const PAGES = USERS / 1000;
const MEGABYTE = 2 ** 20;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes that are in use, without what merely has not been collected yet. */
function bytesInUse(): number {
	collectGarbage();
	return process.memoryUsage().heapUsed;
}

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ users: USERS });
	// Made of pieces, their texts take more room once somebody has read them.
	JSON.stringify(sandbox.users);
}, 30_000);
afterAll(async () => await sandbox.close());
afterEach(() => sandbox.clearFaults());

/** Lists the account, and tells how much memory was in use at the second page, at the last one, and with the result in hand. */
async function measure(fields: IDataObject) {
	const atPage: number[] = [];
	let page = 0;
	sandbox.fault({
		match: 'list',
		times: Infinity,
		transform: (body) => {
			if (++page === 2 || page === PAGES) atPage.push(bytesInUse());
			return body;
		},
	});
	const result = await runNode(sandbox, { parameters: getMany(fields) });
	const [early = NaN, late = NaN] = atPage;
	return { result, page, early, late, end: bytesInUse() };
}

describe(`listing ${USERS.toLocaleString('en')} users`, () => {
	it('keeps of those who are filtered out nothing but the IDs, to know a page that repeats', async () => {
		const [wanted] = sandbox.users;
		const { result, page, early, late } = await measure({
			returnAll: true,
			filters: { search: wanted?.email },
		});

		expect(page).toBe(PAGES);
		expect(result.items).toHaveLength(1);
		// The IDs take 26 MB; the users would take 120.
		expect((late - early) / MEGABYTE).toBeLessThan(50);
	}, 60_000);

	it('holds at no time more than its output', async () => {
		const { result, early, late, end } = await measure({ returnAll: true });

		expect(result.items).toHaveLength(USERS);
		expect(late - early).toBeLessThan(1.2 * (end - early));
	}, 60_000);
});

describe(`auditing ${USERS.toLocaleString('en')} users against as many people`, () => {
	const emailOf = (user: number) => `user${user}@example.com`;
	const page = (first: number) =>
		Array.from({ length: 1000 }, (_, place) => ({
			id: `U${first + place}`,
			email: emailOf(first + place),
			display_name: `User ${first + place}`,
			state: 'ACTIVE',
		}));

	it('keeps of who agrees nothing but that they were found', async () => {
		// Ten people are no users, and ten users are not listed.
		const listed = Array.from({ length: USERS }, (_, user) => ({ email: emailOf(user + 10) }));
		const inUse: number[] = [];
		function* pages() {
			for (let first = 0; first < USERS; first += 1000) {
				yield page(first);
				if (first === 1000 || first === USERS - 1000) inUse.push(bytesInUse());
			}
		}
		const { ofItems, ofOthers } = await compareWithList(
			pages(),
			auditedList(listed, () => null),
			{ includeMatches: false, isIgnored: () => false },
		);
		const [early = NaN, late = NaN] = inUse;

		expect([ofItems.size, ofOthers.length]).toEqual([10, 10]);
		// The users would take 60 MB and more.
		expect((late - early) / MEGABYTE).toBeLessThan(20);
	}, 30_000);
});
