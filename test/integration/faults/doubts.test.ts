import type { Sandbox } from '../../strictSandbox.ts';
import { suspend } from '../n8n/parameters';
import { runNode } from '../n8n/runNode';
import { ANA, startAccount } from './steps';

const PAGE = '<html>Not found</html>';
const REFUSED = { code: 7, message: 'no', details: [] };

let sandbox: Sandbox;
beforeEach(async () => (sandbox = await startAccount()));
afterEach(async () => await sandbox.close());

const suspendAna = async (options = {}) =>
	await runNode(sandbox, { parameters: suspend('id', ANA.id, options) });

describe('a suspension whose answer was lost is not denied', () => {
	beforeEach(() => sandbox.fault({ match: 'suspend', actFirst: true, status: 504 }));
	afterEach(() => expect(sandbox.user(ANA.id).state).toBe('SUSPENDED'));

	it.each([
		['not found by a gateway', 404, PAGE, {}],
		['not found by a gateway, which is to be reported', 404, PAGE, { onMissingUser: 'report' }],
		['refused', 403, REFUSED, {}],
	])('when it is asked for again and %s', async (_what, status, body, options) => {
		sandbox.fault({ match: 'suspend', status: 404, body: PAGE });
		sandbox.fault({ match: 'suspend', status, body, times: Infinity });
		const { items, error } = await suspendAna(options);

		expect(items).toEqual([]);
		expect(error?.description).toContain('Not known, look in 1Password whether they were suspended');
	});

	it('when no token can be had for the next try', async () => {
		const body = { error: 'invalid_client' };
		sandbox.fault({ match: 'suspend', status: 401 });
		sandbox.fault({ match: 'token', skip: 1, status: 401, body, times: Infinity });
		const { error } = await suspendAna();

		expect(error?.description).toContain('Not known, look in 1Password whether they were suspended');
	});
});

it('there is no doubt about a change that no token could be had for', async () => {
	sandbox.fault({ match: 'suspend', status: 401 });
	sandbox.fault({ match: 'token', skip: 1, status: 403, body: PAGE, times: Infinity });
	const { error } = await suspendAna();

	expect(sandbox.user(ANA.id).state).toBe('ACTIVE');
	expect(error?.description).toContain('Nobody was suspended in this run.');
});

it('a change that a gateway does not find is sent once more, whatever went before', async () => {
	const outage = { match: 'suspend', status: 503, times: 3, headers: { 'retry-after': '0' } } as const;
	const notFound = { match: 'suspend', status: 404, body: PAGE } as const;
	for (const fault of [outage, notFound, outage, notFound]) sandbox.fault(fault);
	await suspendAna();

	expect(sandbox.requests('suspend')).toHaveLength(1 + 3 + 1);
});
