import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { scripts } from '../../../package.json';

const FILE = join(__dirname, '../../../testbed/system/checkNode.cjs');

/** Each test starts a process, which takes seconds on a busy machine. */
jest.setTimeout(30_000);

/** Loads the check in a Node.js that says it is of this version, and then prints "started". */
async function startWith(version: string): Promise<{ code: number; stdout: string; stderr: string }> {
	const asIf = `Object.defineProperty(process.versions, 'node', { value: '${version}' })`;
	const program = `${asIf}; require(${JSON.stringify(FILE)}); console.log('started');`;
	return await promisify(execFile)(process.execPath, ['-e', program]).then(
		(output) => ({ code: 0, ...output }),
		(failure: { code: number; stdout: string; stderr: string }) => failure,
	);
}

describe('a script, started with a Node.js that', () => {
	it('is too old, says which one it needs and how to get it, and does nothing', async () => {
		const { code, stdout, stderr } = await startWith('20.20.2');

		expect(code).toBe(1);
		expect(stdout).toBe('');
		expect(stderr.split('\n')[0]).toMatch(/need Node\.js 24, and this is 20\.20\.2.*Run "npm ci" again/);
	});

	it.each(['24.21.0', '26.10.0'])('is new enough (%s), starts', async (version) => {
		expect(await startWith(version)).toMatchObject({ code: 0, stdout: 'started\n', stderr: '' });
	});
});

it.each(Object.entries(scripts).filter(([, script]) => /\bnode\b.*\.ts/.test(script)))(
	'npm run %s checks its Node.js first',
	(_, script) => {
		expect(script).toMatch(/\bnode --require \.\/testbed\/system\/checkNode\.cjs /);
	},
);
