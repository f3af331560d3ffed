const jestGlobals = require('@jest/globals');
const { globSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const { describe, it } = jestGlobals;
const { testNamePattern } = globalThis;

const TESTS = join(__dirname, '..');
const UNIT = 'unit/{package,published,shown,{utils,api,common,actions,trigger,methods}/**/*}.test.ts';

/** These come after all others, the slowest last: most mutants are dead before. */
const SLOW = [
	'integration/faults/answers.test.ts',
	'integration/faults/versions.test.ts',
	'integration/faults/revoke.test.ts',
	'integration/faults/trigger.test.ts',
	'integration/faults/listings.test.ts',
	'integration/token.test.ts',
	'integration/faults/safeguards.test.ts',
	'integration/manyIds.test.ts',
	'integration/knownUsers.test.ts',
	'integration/faults/sharing.test.ts',
];

/**
 * The first counts on the clock: on a busy machine it fails, and no mutant is the reason.
 * The second loads the trigger twice, which takes modules that are not shared. The others would take longer for each mutant
 * of `api/` than all other suites together: every operation under every transient fault, and a listing of 10,000 pages.
 */
const LEFT_OUT = [
	'integration/triggerBudget.test.ts',
	'integration/triggerMains.test.ts',
	'integration/faults/transient.test.ts',
	'unit/api/users.test.ts',
];

const integration = globSync('integration/**/*.test.ts', {
	cwd: TESTS,
	exclude: [...LEFT_OUT, ...SLOW],
}).sort();

/** Whether a suite replaces n8n's `sleep` for all that is loaded after it: it comes last, with modules of its own. */
const mocks = (suite) => readFileSync(join(TESTS, suite), 'utf8').includes('jest.mock(');

const suites = [
	...globSync(UNIT, { cwd: TESTS, exclude: LEFT_OUT }).sort(),
	...integration.filter((suite) => !mocks(suite)),
	...SLOW,
	...integration.filter(mocks),
];

/** Whether Jest is to run tests of the suite: Stryker names those that reach the mutant, `(name)|(name)`, or none for all. */
const isWanted = (suite) =>
	!testNamePattern?.startsWith('(') || testNamePattern.replaceAll('\\', '').includes(`(${suite} `);

// In one file, because what a test file needs is loaded anew for each of them, and for each mutant.
for (const suite of suites.filter(isWanted)) {
	describe(suite, () => {
		try {
			const load = () => require(join(TESTS, suite));
			if (mocks(suite)) jestGlobals.jest.isolateModules(load);
			else load();
		} catch (failure) {
			// A mutant with which not even the tests can be put together is as dead as any.
			it('can be loaded', () => {
				throw failure;
			});
		}
	});
}
