import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { parseCsv } from '../../../sandbox/people/parseCsv.ts';
import { readPeople } from '../../../sandbox/people/readPeople.ts';
import { startSandbox } from '../../../sandbox/server.ts';
import { selfSignedCertificate } from '../../../sandbox/tls/selfSignedCertificate.ts';
import { welcomeText } from '../../../sandbox/welcomeText.ts';

const get = (url: string, ca: string) =>
	new Promise<number | undefined>((resolve, reject) => {
		request(url, { ca, agent: false }, (response) => {
			response.resume();
			resolve(response.statusCode);
		})
			.on('error', reject)
			.end();
	});

describe('HTTPS', () => {
	it('is served with a certificate made on the spot, which a client can trust', async () => {
		const sandbox = await startSandbox({ users: 1, https: true });
		const { url } = sandbox;
		const status = await get(`${url}/_sandbox/state`, String(sandbox.certificate));
		const distrusted = await get(url, selfSignedCertificate(['localhost']).cert).catch(String);
		await sandbox.close();

		expect(url).toMatch(/^https:/);
		expect(status).toBe(200);
		expect(distrusted).toMatch(/self-signed/);
	});

	it('is served with a given certificate', async () => {
		const given = selfSignedCertificate(['127.0.0.1']);
		const sandbox = await startSandbox({ users: 1, https: given });
		const status = await get(`${sandbox.url}/_sandbox/state`, given.cert);
		await sandbox.close();

		expect([status, sandbox.certificate]).toEqual([200, given.cert]);
	});

	it('has certificates that name every host, and that other programs can read', async () => {
		const { cert, key } = selfSignedCertificate(['localhost', '127.0.0.1', '::1', '2001:db8::a:1']);
		const { subjectAltName, validTo, ca } = new X509Certificate(cert);
		const server = createServer({ cert, key }, (_, response) => response.end()).listen(0, '127.0.0.1');
		await new Promise((resolve) => server.once('listening', resolve));
		const status = await get(`https://localhost:${(server.address() as AddressInfo).port}`, cert);
		server.close();

		expect(subjectAltName).toBe(
			'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, IP Address:2001:DB8:0:0:0:0:A:1',
		);
		expect({ ca, status, lasts: Date.parse(validTo) > Date.now() }).toEqual({
			ca: true,
			status: 200,
			lasts: true,
		});
	});
});

describe('a directory from a file', () => {
	let folder: string;
	beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'people-'))));
	afterEach(() => rmSync(folder, { recursive: true }));
	const read = (text: string) => {
		writeFileSync(join(folder, 'people'), text);
		return readPeople(join(folder, 'people'));
	};

	it.each([',', ';', '\t'])(
		'is read from CSV, separated by "%s", with names in quotes and empty cells',
		(separator) => {
			const line = (...cells: string[]) => cells.join(separator);
			const text = [
				line('\uFEFFName', 'EMAIL', 'department', 'state'),
				line(`"O""Brien${separator} Ana"`, 'ana@example.com', 'Ops', ''),
				'',
				line('Bo', ' bo@example.com ', '', 'SUSPENDED'),
			].join('\r\n');

			expect(read(text)).toEqual([
				{ display_name: `O"Brien${separator} Ana`, email: 'ana@example.com' },
				{ display_name: 'Bo', email: 'bo@example.com', state: 'SUSPENDED' },
			]);
		},
	);

	it('is read from JSON', () => {
		expect(read('[{"email": "ana@example.com", "kind": "owner"}]')).toEqual([
			{ email: 'ana@example.com', kind: 'owner' },
		]);
	});

	it.each(['name\nAna', '', '[]', 'email'])('is refused if it holds nobody or no emails: %j', (text) => {
		expect(() => read(text)).toThrow(/nobody|email/);
	});

	it('may have line ends inside quotes', () => {
		expect(parseCsv('a,b\n"x\ny",z\n')).toEqual([
			['a', 'b'],
			['x\ny', 'z'],
		]);
	});
});

it.each(['a,b\n1,2\rX\n3,4', 'a,b\r1,2\rX\r3,4'])('takes any line end for one: %j', (text) => {
	expect(parseCsv(text)).toEqual([['a', 'b'], ['1', '2'], ['X'], ['3', '4']]);
});

it('says in a screen of 24 lines all that somebody needs', async () => {
	const applications = Array.from({ length: 9 }, (_, number) => ({ clientId: `application-${number}` }));
	const sandbox = await startSandbox({ users: 1, https: true, strict: true, applications });
	const lines = welcomeText(sandbox).split('\n');
	await sandbox.close();

	expect(lines.length).toBeLessThanOrEqual(24);
});
