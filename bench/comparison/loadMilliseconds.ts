import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../../testbed/n8n/packPackage.ts';
import { median } from '../median.ts';

const run = promisify(execFile);

const STARTS = 7;
const LOAD = `
	require('n8n-workflow');
	const began = performance.now();
	for (const file of process.argv.slice(1)) require(file);
	console.log(performance.now() - began);
`;

/** The median time that n8n needs to load our nodes and credential, each time in a new process that has loaded n8n-workflow. */
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
