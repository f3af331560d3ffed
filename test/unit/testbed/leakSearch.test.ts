import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import axios from 'axios';
import { findLeaks, placesOf, secretsOf } from '../../../testbed/n8n/leakSearch.ts';
import { startSandbox } from '../../../sandbox/server.ts';

const TOKEN = 'a-token/with.all~kinds+of_characters=';
const secrets = [
	{ what: 'the client secret', text: 'correct horse' },
	{ what: 'an access token', text: TOKEN },
];
const leaksIn = (text: string) => findLeaks([{ where: 'the log', text }], secrets);
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

describe('findLeaks', () => {
	it('finds nothing where nothing is', () => {
		expect(leaksIn('GET /v1/accounts/A/users → 401, the token has expired')).toEqual([]);
	});

	it('says which secret is where, once for each place', () => {
		const places = [
			{ where: 'execution 1', text: `{"secret":"correct horse","again":"correct horse"}` },
			{ where: 'the log', text: `correct ${TOKEN} horse` },
		];

		expect(findLeaks(places, secrets)).toEqual([
			'Found the client secret in execution 1.',
			'Found an access token in the log.',
		]);
	});

	it.each([
		'Authorization: Bearer 0123456789abcdefghij',
		'{"authorization":"Bearer eyJhbGciOi.eyJzdWIi.c2lnbg~_-"}',
		`curl -H 'Authorization: ${basic('client:secret')}'`,
		basic('a-client-id:ä secret'),
	])('finds a header whose secret it does not know: %s', (text) => {
		expect(leaksIn(text)).toEqual(['Found an Authorization header in the log.']);
	});

	it.each([
		'Basic authentication is switched off',
		'Bearer token expired',
		'Authorization: Bearer **hidden**',
		'NoBearer 0123456789abcdefghij',
		basic('no colon in here'),
	])('is not alarmed by words: %s', (text) => {
		expect(leaksIn(text)).toEqual([]);
	});

	it('finds a real header behind harmless words', () => {
		expect(leaksIn(`Basic authentication: ${basic('client:secret')}`)).toHaveLength(1);
	});
});

describe('secretsOf', () => {
	it('is what a client has sent to the sandbox: the secret, the Basic value, each token once', async () => {
		const sandbox = await startSandbox({ users: 1, clientId: 'client', clientSecret: 's&cret' });
		for (const token of ['first', 'first', 'second'])
			await axios.get(`${sandbox.url}/v1/accounts/A/users`, {
				headers: { authorization: `Bearer ${token}` },
				validateStatus: () => true,
			});
		await axios.get(`${sandbox.url}/v1/accounts/A/users`, { validateStatus: () => true });
		const texts = secretsOf(sandbox).map(({ text }) => text);
		await sandbox.close();

		expect(texts).toEqual(['s&cret', 's%26cret', 'Y2xpZW50OnMmY3JldA==', 'first', 'second']);
	});
});

describe('placesOf', () => {
	it('is all that n8n wrote: log, files in any folder, executions; not the packages it has installed', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'places-'));
		const write = async (path: string, text: string | Buffer) => {
			await mkdir(dirname(join(folder, path)), { recursive: true });
			await writeFile(join(folder, path), text);
		};
		await write('n8n.log', 'the log');
		await write('.n8n/database.sqlite', Buffer.from([0, 255, ...Buffer.from('the database'), 0]));
		await write('.n8n/binary/deep/report.csv', 'a report');
		await write('.n8n/nodes/node_modules/package/index.js', 'ours');
		const execution = { id: '7', workflowId: 'w', status: 'success', data: '["an execution"]' };
		const places = await placesOf(folder, join(folder, 'n8n.log'), [execution]);
		await rm(folder, { recursive: true });

		expect(places.map(({ where }) => where).sort()).toEqual([
			'database.sqlite',
			'execution 7',
			"n8n's log",
			'report.csv',
		]);
		const all = places.map(({ text }) => text).join('\n');
		for (const text of ['the log', 'the database', 'a report', 'an execution']) expect(all).toContain(text);
	});
});
