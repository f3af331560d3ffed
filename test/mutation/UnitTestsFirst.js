const { default: Sequencer } = require('@jest/test-sequencer');

/** Most mutants die in a unit test, in milliseconds; the others need n8n-core, which takes seconds to load. */
module.exports = class UnitTestsFirst extends Sequencer {
	sort(tests) {
		return [...tests].sort((one, other) => other.path.localeCompare(one.path));
	}
};
