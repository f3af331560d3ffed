import { access, constants, stat } from 'node:fs/promises';

/** Whether there is a program at this path: a file, no folder, that this process may run. */
export async function isExecutable(path: string): Promise<boolean> {
	try {
		await access(path, constants.X_OK);
		return (await stat(path)).isFile();
	} catch {
		return false;
	}
}
