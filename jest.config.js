const { availableParallelism } = require('node:os');
require('./testbed/system/checkNode.cjs');

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	testMatch: ['<rootDir>/test/{unit,integration}/**/*.test.ts'],
	transform: {
		'^.+\\.ts$': [
			'@swc/jest',
			{ jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } },
		],
	},
	setupFiles: ['<rootDir>/test/quiet.js'],
	// All processors of a small machine; of a large one, as many as leave it usable, and its memory.
	maxWorkers: Math.min(availableParallelism(), 6),
	// Some tests wait for the pauses between retries, and machines are busy: a test that hangs ends all the same.
	testTimeout: 30_000,
};
