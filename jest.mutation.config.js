/**
 * The tests for mutation testing.
 * @type {import('jest').Config}
 */
module.exports = {
	...require('./jest.config.js'),
	// Many a mutant waits for what never comes.
	testTimeout: 8_000,
	testMatch: ['<rootDir>/test/mutation/*.test.js'],
	testEnvironment: require.resolve('./test/mutation/MutatedRealm.js'),
};
