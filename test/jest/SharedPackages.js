const { createRequire, isBuiltin } = require('node:module');
const { isAbsolute, join, resolve, sep } = require('node:path');
const { default: Runtime } = require('jest-runtime');

const SANDBOX = join(__dirname, '../../sandbox') + sep;

/** Whether the module is a package's or the sandbox's: it is the same for all tests, and no mutant can change it. */
const isShared = (from, name) =>
	name.startsWith('.')
		? resolve(from, '..', name).startsWith(SANDBOX)
		: !isAbsolute(name) && !isBuiltin(name) && !name.startsWith('@jest/');

/**
 * Loads packages and the sandbox with Node, once for all that a process runs. The tests, what they share and what ships
 * are loaded anew for each file of tests, and for each mutant.
 */
module.exports = class SharedPackages extends Runtime {
	requireModuleOrMock(from, name) {
		const { shouldMock } = this.mockState.shouldMockCjs(from, name);
		return isShared(from, name) && !shouldMock
			? createRequire(from)(name)
			: super.requireModuleOrMock(from, name);
	}

	requireActual(from, name) {
		return isShared(from, name) ? createRequire(from)(name) : super.requireActual(from, name);
	}
};
