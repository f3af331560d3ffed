const jestGlobals = require('@jest/globals');
const { globSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const rooms = require('./rooms.json');

const { describe, it } = jestGlobals;
const { testNamePattern } = globalThis;

const TESTS = join(__dirname, '..');

/** Whether a suite replaces n8n's `sleep` for all that is loaded after it: it comes last, with modules of its own. */
const mocks = (suite) => readFileSync(join(TESTS, suite), 'utf8').includes('jest.mock(');

/** Whether Jest is to run tests of the suite: Stryker names those that reach the mutant, `(name)|(name)`, or none for all. */
const isWanted = (suite) =>
	!testNamePattern?.startsWith('(') || testNamePattern.replaceAll('\\', '').includes(`(${suite} `);

/** In the order of rooms.json, the slow ones last: most mutants are dead before. */
const suites = rooms[process.env.MUTATED_ROOM].suites
	.flatMap((suite) => globSync(`${suite}.test.ts`, { cwd: TESTS }).sort())
	.filter(isWanted);
const { shared = [], own = [] } = Object.groupBy(suites, (suite) => (mocks(suite) ? 'own' : 'shared'));

// In one file, because what a test file needs is loaded anew for each of them, and for each mutant.
for (const suite of [...shared, ...own]) {
	describe(suite, () => {
		try {
			const load = () => require(join(TESTS, suite));
			if (own.includes(suite)) jestGlobals.jest.isolateModules(load);
			else load();
		} catch (failure) {
			// A mutant with which not even the tests can be put together is as dead as any.
			it('can be loaded', () => {
				throw failure;
			});
		}
	});
}
