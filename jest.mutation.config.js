const { transform, ...everything } = require('./jest.config.js');

const [[typescript, [swc, options]]] = Object.entries(transform);

/**
 * The tests for mutation testing: those that know the mutated files best, the quickest first.
 * @type {import('jest').Config}
 */
module.exports = {
	...everything,
	testMatch: ['<rootDir>/test/mutation/*.test.js'],
	testEnvironment: require.resolve('./test/mutation/StopAtFirstFailure.js'),
	// What takes long to load is loaded by the tests that need it: most mutants die before.
	transform: {
		[typescript]: [swc, { ...options, module: { ...options.module, lazy: ['n8n-core', 'fastify'] } }],
	},
};
