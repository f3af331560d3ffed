/**
 * The tests for mutation testing.
 * @type {import('jest').Config}
 */
module.exports = {
	...require('./jest.config.js'),
	testMatch: ['<rootDir>/test/mutation/*.test.js'],
	testEnvironment: require.resolve('./test/mutation/OneRealm.js'),
	runtime: require.resolve('./test/mutation/SharedPackages.js'),
};
