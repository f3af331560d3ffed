import { delimiter, join } from 'node:path';
import { PlainFailure } from '../terminal/PlainFailure.ts';
import { isExecutable } from './isExecutable.ts';

/**
 * Checks that a program is installed, before anything is started that needs it.
 *
 * @param debianPackage which package of Debian's has it
 * @param path where to look, as in `PATH`
 * @throws PlainFailure that says what is missing and how to get it
 */
export async function requireProgram(
	program: string,
	debianPackage: string,
	path = process.env['PATH'] ?? '',
): Promise<void> {
	for (const folder of path.split(delimiter)) if (await isExecutable(join(folder, program))) return;
	throw new PlainFailure(
		`${program} is not installed. On Debian and Ubuntu: .ci/debian-packages installs it, or apt-get install ${debianPackage}.`,
	);
}
