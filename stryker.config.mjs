import rooms from './test/mutation/rooms.json' with { type: 'json' };

const room = process.env.MUTATED_ROOM ?? '';
if (!Object.hasOwn(rooms, room)) throw new Error('Start it with: npm run test:mutation');

/**
 * Mutation testing of one room of what ships, but for the wording of fields and options (test/mutation/shownTexts.mjs),
 * by the tests that are about this room. What only another room's tests notice counts as not noticed.
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
	mutate: rooms[room].mutate,
	plugins: ['@stryker-mutator/jest-runner', './test/mutation/shownTexts.mjs'],
	ignorers: ['shown-texts'],
	testRunner: 'jest',
	jest: { configFile: 'jest.mutation.config.js', enableFindRelatedTests: false },
	coverageAnalysis: 'perTest',
	// The tests mostly wait: for the sandbox, and for a mutant that never comes to an end.
	concurrency: 4,
	// What Jest's own limit for a test cannot end, an endless loop, Stryker ends by counting.
	timeoutMS: 10_000,
	dryRunTimeoutMinutes: 20,
	// Jest leaves a few source maps behind in the process at each run.
	maxTestRunnerReuse: 300,
	warnings: { slow: false },
	ignorePatterns: [
		'/dist',
		'/reports',
		'/test-results',
		'/testbed/n8n/pinned',
		'/testbed/n8n/oldest',
		'/test/e2e',
		'/test/package',
		'/docs',
		'/coverage',
	],
	reporters: ['clear-text', 'progress-append-only', 'html', 'json'],
	clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
	htmlReporter: { fileName: `reports/mutation/${room}.html` },
	jsonReporter: { fileName: `reports/mutation/${room}.json` },
	thresholds: { high: 95, low: 92, break: null },
};
