import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../../testbed/n8n/packPackage.ts';
import { median } from './duel.ts';

const run = promisify(execFile);

/** What the package weighs, in bytes. */
export interface Size {
	packed: number;
	unpacked: number;
	/** of these: code, JSON, the README and the rest; images are in none of them */
	code: number;
	json: number;
	readme: number;
	others: number;
}

const IMAGES = /\.(svg|png|gif|jpe?g)$/;

/** Asks npm what it would publish of the built package. */
export async function packageSize(): Promise<Size> {
	const { stdout } = await run('npm', ['pack', '--dry-run', '--ignore-scripts', '--json'], { cwd: ROOT });
	const [{ size, files }] = JSON.parse(stdout) as [
		{ size: number; files: Array<{ path: string; size: number }> },
	];
	const sum = (isMeant: (path: string) => boolean) =>
		files
			.filter(({ path }) => isMeant(path) && !IMAGES.test(path))
			.reduce((bytes, file) => bytes + file.size, 0);
	const code = sum((path) => path.endsWith('.js'));
	const json = sum((path) => path.endsWith('.json'));
	const readme = sum((path) => path === 'README.md');
	const unpacked = sum(() => true);
	return { packed: size, unpacked, code, json, readme, others: unpacked - code - json - readme };
}

const STARTS = 7;
const LOAD = `
	require('n8n-workflow');
	const began = performance.now();
	for (const file of process.argv.slice(1)) require(file);
	console.log(performance.now() - began);
`;

/** Milliseconds that n8n needs to load our nodes and credential, each in a new process that has loaded its own; the median. */
export async function loadMilliseconds(): Promise<number> {
	const files = [
		'credentials/OnePasswordUsersApi.credentials.js',
		'nodes/OnePasswordUsers/OnePasswordUsers.node.js',
		'nodes/OnePasswordUsers/OnePasswordUsersTrigger.node.js',
	].map((file) => join(ROOT, 'dist', file));
	const times: number[] = [];
	while (times.length < STARTS) {
		const { stdout } = await run(process.execPath, ['-e', LOAD, ...files], { cwd: ROOT });
		times.push(Number(stdout));
	}
	return median(times);
}
