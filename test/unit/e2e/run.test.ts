import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const SCRIPT = join(__dirname, '../../e2e/run.ts');

/** Starts the end-to-end suites where no program is on the PATH, and no browser where it is looked for. */
async function run(suite: string): Promise<{ code: number; said: string }> {
	const env = { PATH: '', CHROMIUM_PATH: '/no/such/browser' };
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
});
