/**
 * Tests that measure memory and time, with hundreds of runs or many thousands of users: one after the other, so that
 * they measure what they run and not what runs beside them.
 * @type {import('jest').Config}
 */
module.exports = {
	...require('./jest.config.js'),
	testMatch: ['<rootDir>/test/large/**/*.test.ts'],
	maxWorkers: 1,
};
