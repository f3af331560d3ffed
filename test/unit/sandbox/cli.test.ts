import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import axios from 'axios';
import { startSandbox } from '../../../sandbox/server.ts';
import { aText } from './expected.ts';

const CLI = join(__dirname, '../../../sandbox/cli.ts');

function run(...args: string[]) {
	const child = spawn(process.execPath, [CLI, ...args], { env: { ...process.env, npm_lifecycle_event: '' } });
	const said = { out: '', err: '' };
	child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
	const ended = once(child, 'close').then(([code]) => code as number);
	return { child, said, ended };
}

describe('npm run sandbox', () => {
	it('says where it is and what to enter in n8n, and stops when told', async () => {
		const { child, said, ended } = run(
			'--users',
			'7',
			'--versions',
			'v1',
			'--token-lifetime',
			'60',
			'--latency',
			'1',
		);
		while (!said.out.includes('Stop with')) await once(child.stdout, 'data');
		const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(said.out) ?? [];
		const { data: state } = await axios.get<Record<string, unknown>>(`${url}/_sandbox/state`);
		child.kill('SIGTERM');

		expect(await ended).toBe(0);
		expect(said.err).toBe('');
		expect(state).toMatchObject({ users: 7, versions: ['v1'], tokenLifetimeSeconds: 60, latencyMs: 1 });
		for (const name of ['accountId', 'clientId', 'clientSecret']) expect(said.out).toContain(state[name]);
		expect(said.out).toMatch(/Region +Custom\n +Base URL +http:/);
	});

	it('explains itself', async () => {
		const { said, ended } = run('--help');

		expect(await ended).toBe(0);
		expect(said.out).toMatch(/--suspended-share/);
		expect(said.out).toMatch(/POST \/_sandbox\/faults/);
	});

	it('says plainly that the port is taken', async () => {
		const other = await startSandbox({ users: 1 });
		const { port } = new URL(other.url);
		const { said, ended } = run('--port', port);
		const code = await ended;
		await other.close();

		expect({ code, ...said }).toMatchObject({
			code: 1,
			out: '',
			err: aText(/^Port \d+ is taken\. [^\n]+\n$/),
		});
	});

	it.each([
		['--users', 'many'],
		['--port', '70000'],
		['--host', ''],
		['--latency', '1e12'],
		['--versions', 'v3'],
		['--suspended-share', '1.1'],
	])('refuses %s %s', async (option, value) => {
		const { said, ended } = run(option, value);

		expect(await ended).toBe(1);
		expect(said.err).toContain(option);
		expect(said.err).not.toContain('    at ');
	});
});
