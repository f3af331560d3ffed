import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * What suites left behind in the temporary folder that was made for them: files, and processes that work there. Where
 * no process is left, no port is left open either.
 *
 * Processes can be looked for on Linux only; elsewhere the files have to do.
 *
 * @param folder everything the suites start has its folder in it
 * @returns one line for each; empty if all is clean
 */
export async function leftoversIn(folder: string): Promise<string[]> {
	const files = (await readdir(folder)).map((name) => `the folder ${join(folder, name)}`);
	const processes = process.platform === 'linux' ? await processesIn(folder) : [];
	return [...files, ...processes];
}

async function processesIn(folder: string): Promise<string[]> {
	const found: string[] = [];
	for (const pid of await readdir('/proc')) {
		if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue;
		const place = join('/proc', pid);
		// A process may end while it is looked at.
		const directory = await readlink(join(place, 'cwd')).catch(() => '');
		const command = await readFile(join(place, 'cmdline'), 'utf8').catch(() => '');
		if (directory.startsWith(folder) || command.includes(folder))
			found.push(`process ${pid}: ${command.replaceAll('\0', ' ').slice(0, 200)}`);
	}
	return found;
}
