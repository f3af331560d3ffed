const fastCheck = require('fast-check');
const OneRealm = require('../jest/OneRealm.js');

const { assert } = fastCheck;

/** Properties try the same examples for each mutant, and few of them where an example is a whole run of the node. */
fastCheck.assert = (property, { numRuns = 100, ...parameters } = {}) =>
	assert(property, { seed: 1, ...parameters, numRuns: Math.min(numRuns, property.isAsync() ? 10 : 200) });

/** A mutant is dead as soon as one test fails: the others are skipped. (Stryker switches Jest's own `bail` off.) */
module.exports = class MutatedRealm extends OneRealm {
	failed = false;

	/** Jest collects 100 frames for each test it finds, and maps them all to the sources. Nobody reads them here. */
	async setup() {
		Error.stackTraceLimit = 10;
		Error.prepareStackTrace = undefined;
		await super.setup();
	}

	async handleTestEvent({ name, test, describeBlock }) {
		if (name === 'test_fn_failure' || name === 'hook_failure') this.failed = true;
		if (this.failed && name === 'run_describe_start') describeBlock.mode = 'skip';
		if (this.failed && name === 'test_start') test.mode = 'skip';
		await Promise.resolve();
	}
};
