const vm = require('node:vm');
const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

// Loaded before the first test, so that what they add to the globals counts as theirs and stays.
require('n8n-core');
require('fastify');

// For the name of a plugin, fastify otherwise searches all the modules that are loaded, at each start of a sandbox.
Object.defineProperty(Function.prototype, Symbol.for('fastify.display-name'), {
	get() {
		return this.name || 'plugin';
	},
});

const compileFunction = vm.compileFunction;

/** Jest compiles every module for a context of its own; asked for the process's own context, for none. */
vm.compileFunction = (code, parameters, { parsingContext, ...options }) =>
	compileFunction(code, parameters, parsingContext === globalThis ? options : { ...options, parsingContext });

/**
 * Runs tests among the process's own globals instead of in a new context for each file, so that packages can be loaded
 * once (see SharedPackages.js) and an Error is an Error on both sides: n8n takes longer to load than most files to run.
 * Afterwards every global is as it was before.
 */
module.exports = class OneRealm {
	global = globalThis;
	fakeTimers = null;

	constructor({ globalConfig, projectConfig }) {
		this.globals = Object.getOwnPropertyDescriptors(globalThis);
		this.exit = process.exit;
		Object.assign(globalThis, projectConfig.globals, { testNamePattern: globalConfig.testNamePattern });
		this.moduleMocker = new ModuleMocker(globalThis);
		this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
	}

	getVmContext() {
		return globalThis;
	}

	exportConditions() {
		return ['node', 'node-addons'];
	}

	async setup() {}

	async teardown() {
		this.fakeTimersModern.dispose();
		// A spy on what all files share, such as Date.now, would go on in the next one.
		this.moduleMocker.restoreAllMocks();
		process.exit = this.exit;
		for (const key of Reflect.ownKeys(globalThis)) {
			if (!Object.hasOwn(this.globals, key)) Reflect.deleteProperty(globalThis, key);
		}
		Object.defineProperties(globalThis, this.globals);
		await Promise.resolve();
	}
};
