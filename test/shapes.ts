import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { SandboxOptions } from '../sandbox/server.ts';

/**
 * Runs the package's integration suite once for each shape that 1Password's answers may have, or for the rows that
 * are named on the command line. Arguments behind `--` go to jest.
 */

/** Shapes that don't touch each other share a row. */
const ROWS: Readonly<Record<string, SandboxOptions>> = {
	proto: {
		shapes: {
			unsetFields: 'empty',
			unknownPaths: 'json',
			wrongMethods: '501-text',
			errorCodes: 'upper-case',
			errorDetails: 'objects',
			expiresIn: 'whole-number',
		},
	},
	connect: {
		shapes: {
			unsetFields: 'null',
			unknownPaths: 'text',
			wrongMethods: '405-text',
			errorCodes: 'lower-case',
			expiresIn: 'text',
		},
	},
	filtering: { shapes: { filtering: 'after-paging' } },
	lifetime: { shapes: { expiresIn: 'absent' } },
	'latest-token': { shapes: { tokens: 'latest-only' } },
	throttled: { shapes: { requestsPerSecond: 200 } },
	'unknown-405': { gatewayStatus: 405, shapes: { unknownPaths: 'text' } },
	'unknown-501': { gatewayStatus: 501, shapes: { unknownPaths: 'text' } },
};

const JEST = join(process.cwd(), 'node_modules/jest/bin/jest.js');

const given = process.argv.slice(2);
const [names, forJest] = given.includes('--')
	? [given.slice(0, given.indexOf('--')), given.slice(given.indexOf('--') + 1)]
	: [given, []];
const unknown = names.filter((name) => !Object.hasOwn(ROWS, name));
if (unknown.length > 0)
	throw new Error(`No rows ${unknown.join(', ')}; there are ${Object.keys(ROWS).join(', ')}`);

const failed: string[] = [];
for (const name of names.length > 0 ? names : Object.keys(ROWS)) {
	console.log(`\n${name}: ${JSON.stringify(ROWS[name])}`);
	const paths = forJest.length > 0 ? forJest : ['test/integration'];
	const env = { ...process.env, SANDBOX_OPTIONS: JSON.stringify(ROWS[name]) };
	const { status } = spawnSync(process.execPath, [JEST, ...paths], { env, stdio: 'inherit' });
	if (status !== 0) failed.push(name);
}
console.log(failed.length > 0 ? `\nFailed: ${failed.join(', ')}` : '\nThe suite passes in every shape.');
process.exitCode = failed.length > 0 ? 1 : 0;
