import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ROOT } from '../../testbed/n8n/packPackage.ts';

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
