import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const SCRIPT = join(__dirname, '../../e2e/run.ts');

/** Starts the end-to-end suites where the programs that they need are in these places, or in none. */
async function run(
	suite: string,
	env = { PATH: '', CHROMIUM_PATH: '/no/such/browser' },
): Promise<{ code: number; said: string }> {
	return await promisify(execFile)(process.execPath, [SCRIPT, suite], { env }).then(
		({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
		({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
			code,
			said: (stdout + stderr).trim(),
		}),
	);
}

describe('the end-to-end suites', () => {
	it.each([
		// Debian keeps the programs of PostgreSQL elsewhere, so they may be found.
		['queue', /^(redis-server|initdb) is not installed\. .*apt-get install (redis-server|postgresql)\.$/],
		['browser', /^There is no browser at \/no\/such\/browser\. .*\.ci\/debian-packages installs Chromium\./],
	])('say first, and nothing else, what the suite "%s" lacks and how to get it', async (suite, message) => {
		const { code, said } = await run(suite);

		expect(said).toMatch(message);
		expect(said.split('\n')).toHaveLength(1);
		expect(code).toBe(1);
	});

	describe('where there are files that are not what is needed', () => {
		let folder: string;
		beforeEach(async () => {
			folder = await mkdtemp(join(tmpdir(), 'programs-'));
		});
		afterEach(async () => await rm(folder, { recursive: true }));

		it('miss redis-cli, with which the suite "queue" asks the server', async () => {
			for (const program of ['initdb', 'postgres', 'pg_isready', 'redis-server'])
				await writeFile(join(folder, program), '', { mode: 0o755 });

			const { code, said } = await run('queue', { PATH: folder, CHROMIUM_PATH: '' });

			expect(said).toMatch(/^redis-cli is not installed\. .*apt-get install redis-tools\.$/);
			expect(code).toBe(1);
		});

		it('take a file that nobody can run for no browser', async () => {
			const file = join(folder, 'passwd');
			await writeFile(file, '', { mode: 0o644 });

			const { code, said } = await run('browser', { PATH: '', CHROMIUM_PATH: file });

			expect(said).toMatch(/^There is no browser at \S+\/passwd\. .*set CHROMIUM_PATH to where it is\.$/);
			expect(code).toBe(1);
		});
	});
});
