const { TestEnvironment } = require('jest-environment-node');

/** A mutant is dead as soon as one test fails: the others are skipped. (Stryker switches Jest's own `bail` off.) */
module.exports = class StopAtFirstFailure extends TestEnvironment {
	failed = false;

	async handleTestEvent({ name, test, describeBlock }) {
		if (name === 'test_fn_failure' || name === 'hook_failure') this.failed = true;
		if (this.failed && name === 'run_describe_start') describeBlock.mode = 'skip';
		if (this.failed && name === 'test_start') test.mode = 'skip';
		await Promise.resolve();
	}
};
