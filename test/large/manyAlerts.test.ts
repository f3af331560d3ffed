import { startSandbox } from '../strictSandbox.ts';
import { suspend } from '../integration/n8n/parameters';
import { credentialFor, runNode } from '../integration/n8n/runNode';

it('twenty alerts at once in an account too large to remember cost two listings', async () => {
	const sandbox = await startSandbox({ users: 300_001, suspendedShare: 0 });
	const credential = credentialFor(sandbox);
	const emails = Array.from({ length: 20 }, (_, place) => sandbox.users[15_000 * place + 5]!.email!);
	const results = await Promise.all(
		emails.map(async (email) => await runNode(sandbox, { parameters: suspend('email', email), credential })),
	);
	const lists = sandbox.requests('list').length;
	await sandbox.close();

	expect(results.map(({ items }) => items[0]?.json.email)).toEqual(emails);
	expect(results.every(({ items }) => items[0]?.json.changed === true)).toBe(true);
	expect(lists).toBeLessThanOrEqual(2 * 301);
}, 120_000);
