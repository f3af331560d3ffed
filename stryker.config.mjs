/**
 * Mutation testing: everything that ships, but for the wording of fields and options (test/mutation/shownTexts.mjs).
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
	mutate: ['nodes/**/*.ts', 'credentials/*.ts'],
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
	thresholds: { high: 95, low: 92, break: 92 },
};
