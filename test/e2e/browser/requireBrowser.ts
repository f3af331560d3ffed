import { isExecutable } from '../../../testbed/system/isExecutable.ts';
import { PlainFailure } from '../../../testbed/terminal/PlainFailure.ts';

/** Where Debian installs it; `CHROMIUM_PATH` names another one. */
const DEBIAN_CHROMIUM = '/usr/bin/chromium';

/**
 * Looks for a Chromium.
 *
 * @returns the path of its program
 * @throws PlainFailure that says how to get one, where there is none
 */
export async function requireBrowser(): Promise<string> {
	const path = process.env['CHROMIUM_PATH'] ?? DEBIAN_CHROMIUM;
	if (await isExecutable(path)) return path;
	throw new PlainFailure(
		`There is no browser at ${path}. On Debian: .ci/debian-packages installs Chromium. Elsewhere, install it and set CHROMIUM_PATH to where it is.`,
	);
}
