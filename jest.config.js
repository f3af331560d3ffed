const { availableParallelism } = require('node:os');
require('./testbed/system/checkNode.cjs');

/** @type {import('jest').Config} */
module.exports = {
	// Packages are loaded once for all files.
	testEnvironment: require.resolve('./test/jest/OneRealm.js'),
	runtime: require.resolve('./test/jest/SharedPackages.js'),
	testMatch: ['<rootDir>/test/{unit,integration}/**/*.test.ts'],
	transform: {
		'^.+\\.ts$': [
			'@swc/jest',
			{ jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } },
		],
	},
	setupFiles: ['<rootDir>/test/quiet.js'],
	// One more than a small machine has processors, as some tests wait; on a large one, as many as leave it its memory.
	maxWorkers: Math.min(availableParallelism() + 1, 6),
	// Some tests wait for the pauses between retries, and machines are busy: a test that hangs ends all the same.
	testTimeout: 30_000,
};
