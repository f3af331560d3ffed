const jestGlobals = require('@jest/globals');
const { globSync } = require('node:fs');
const { join } = require('node:path');

const { describe, it } = jestGlobals;
const { testNamePattern } = globalThis;

const SUITES = [
	...globSync('unit/{package,published,shown,{utils,api,common,actions,trigger,methods}/**/*}.test.ts', {
		cwd: join(__dirname, '..'),
	}).sort(),
	'integration/quotedSecrets.test.ts',
	'integration/asTool.test.ts',
	'integration/searchUsers.test.ts',
	'integration/credential.test.ts',
	'integration/get.test.ts',
	'integration/missingUser.test.ts',
	'integration/getMany.test.ts',
	'integration/changeState.test.ts',
	'integration/trigger.test.ts',
	'integration/triggerTestStep.test.ts',
	'integration/triggerMemory.test.ts',
	'integration/triggerFailures.test.ts',
	'integration/triggerHistory.test.ts',
	'integration/faults/refusals.test.ts',
	'integration/faults/changes.test.ts',
	'integration/faults/trigger.test.ts',
	'integration/faults/answers.test.ts',
	'integration/faults/versions.test.ts',
	'integration/faults/revoke.test.ts',
	'integration/token.test.ts',
	'integration/faults/listings.test.ts',
	'integration/faults/safeguards.test.ts',
	'integration/faults/transient.test.ts',
	'integration/load.test.ts',
	'integration/manyIds.test.ts',
	'integration/faults/sharing.test.ts',
	'integration/faults/tokens.test.ts',
];

/** It replaces n8n's `sleep` for all that is loaded after it: it comes last, with modules of its own. */
const MOCKING = 'integration/faults/retryAfter.test.ts';

/** Whether Jest is to run tests of the suite: Stryker names those that reach the mutant, `(name)|(name)`, or none for all. */
const isWanted = (suite) =>
	!testNamePattern?.startsWith('(') || testNamePattern.replaceAll('\\', '').includes(`(${suite} `);

// In one file, because what a test file needs is loaded anew for each of them, and for each mutant.
for (const suite of [...SUITES, MOCKING].filter(isWanted)) {
	describe(suite, () => {
		try {
			const load = () => require(join(__dirname, '..', suite));
			if (suite === MOCKING) jestGlobals.jest.isolateModules(load);
			else load();
		} catch (failure) {
			// A mutant with which not even the tests can be put together is as dead as any.
			it('can be loaded', () => {
				throw failure;
			});
		}
	});
}
