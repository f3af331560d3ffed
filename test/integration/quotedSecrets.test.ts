import { startSandbox, type Sandbox } from '../strictSandbox.ts';
import { getMany } from './n8n/parameters';
import { credentialFor, runNode } from './n8n/runNode';
import { testCredential } from './n8n/testCredential';

let sandbox: Sandbox;
beforeEach(async () => (sandbox = await startSandbox({ users: 3 })));
afterEach(async () => await sandbox.close());

/** The next call is refused with words that the server makes of what it was sent. */
const refuse = (quote: () => unknown, skip = 0) =>
	sandbox.fault({ match: 'list', skip, status: 400, transform: () => ({ code: 3, message: quote() }) });
const sentToken = () => sandbox.requests('list').at(-1)?.headers.authorization?.replace('Bearer ', '') ?? '';
const basic = () => Buffer.from(`${sandbox.clientId}:${sandbox.clientSecret}`).toString('base64');

const SECRETS: Array<[string, () => string]> = [
	['the token', sentToken],
	['the client secret', () => sandbox.clientSecret],
	['the Basic header', basic],
];

describe('a refusal that quotes a secret', () => {
	it.each(SECRETS)('is told without it: %s', async (_, secret) => {
		refuse(() => `bad ${secret()}, yes ${secret()}`);
		const { error, run } = await runNode(sandbox, { parameters: getMany() });

		expect(error?.description).toContain('1Password said: bad [hidden], yes [hidden] (code 3, HTTP 400)');
		expect(secret().length).toBeGreaterThan(10);
		expect(JSON.stringify(run.data)).not.toContain(secret());
	});

	it.each(SECRETS)("is told without it in the credential's test: %s", async (_, secret) => {
		refuse(() => `bad ${secret()}, yes ${secret()}`);

		expect(await testCredential(credentialFor(sandbox))).toContain(
			'1Password said: bad [hidden], yes [hidden] (code 3, HTTP 400)',
		);
	});

	it('is told without a token that an earlier run has fetched', async () => {
		const credential = credentialFor(sandbox);
		await runNode(sandbox, { parameters: getMany(), credential });
		refuse(() => `bad ${sentToken()}`);
		const { error } = await runNode(sandbox, { parameters: getMany(), credential });

		expect(error?.description).toContain('1Password said: bad [hidden] (');
	});

	it('is told without any of the tokens that a run has used', async () => {
		const credential = credentialFor(sandbox);
		await runNode(sandbox, { parameters: getMany(), credential });
		sandbox.revokeAllTokens();
		sandbox.clearRequests();
		refuse(
			() =>
				sandbox
					.requests('list')
					.map(({ headers }) => headers.authorization)
					.join(' and '),
			1,
		);
		const { error } = await runNode(sandbox, { parameters: getMany(), credential });

		expect(sandbox.requests('list').map(({ status }) => status)).toEqual([401, 400]);
		expect(error?.description).toContain('1Password said: Bearer [hidden] and Bearer [hidden] (');
	});

	it('is told as it is where it quotes none', async () => {
		refuse(() => 'no such filter');
		const { error } = await runNode(sandbox, { parameters: getMany() });

		expect(error?.description).toContain('1Password said: no such filter (code 3, HTTP 400)');
	});
});
