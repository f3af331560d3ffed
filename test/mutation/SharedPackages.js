const { createRequire, isBuiltin } = require('node:module');
const { isAbsolute, join, resolve, sep } = require('node:path');
const { default: Runtime } = require('jest-runtime');

const SANDBOX = join(__dirname, '../../sandbox') + sep;

/** Whether no mutant can change the module, because it is a package's or the sandbox's. */
const isShared = (from, name) =>
	name.startsWith('.')
		? resolve(from, '..', name).startsWith(SANDBOX)
		: !isAbsolute(name) && !isBuiltin(name) && !name.startsWith('@jest/');

/**
 * Loads packages and the sandbox with Node, once for all mutants of a process. The tests, what they share and the
 * mutated files are loaded anew for each mutant.
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
