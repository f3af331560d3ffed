const { describe, it } = require('@jest/globals');
const { globSync } = require('node:fs');
const { join } = require('node:path');

const SUITES = [
	...globSync('unit/{utils,api,common,actions}/**/*.test.ts', { cwd: join(__dirname, '..') }).sort(),
	'integration/credential.test.ts',
	'integration/token.test.ts',
	'integration/get.test.ts',
	'integration/missingUser.test.ts',
	'integration/getMany.test.ts',
	'integration/changeState.test.ts',
	'integration/quotedSecrets.test.ts',
	'integration/load.test.ts',
	'integration/manyIds.test.ts',
	'integration/faults/changes.test.ts',
	'integration/faults/listings.test.ts',
	'integration/faults/answers.test.ts',
	'integration/faults/revoke.test.ts',
	'integration/faults/refusals.test.ts',
	'integration/faults/versions.test.ts',
	'integration/faults/tokens.test.ts',
	'integration/faults/sharing.test.ts',
];

// In one file, because what a test file needs is loaded anew for each of them, and for each mutant.
for (const suite of SUITES) {
	describe(suite, () => {
		try {
			require(join(__dirname, '..', suite));
		} catch (failure) {
			// A mutant with which not even the tests can be put together is as dead as any.
			it('can be loaded', () => {
				throw failure;
			});
		}
	});
}
