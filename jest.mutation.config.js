const everything = require('./jest.config.js');

/**
 * The tests for mutation testing: those that know the mutated files best, unit tests first.
 * @type {import('jest').Config}
 */
module.exports = {
	...everything,
	testMatch: ['<rootDir>/test/mutation/*.test.js'],
	testSequencer: '<rootDir>/test/mutation/UnitTestsFirst.js',
};
