const vm = require('node:vm');
const { ModernFakeTimers } = require('@jest/fake-timers');
const fastCheck = require('fast-check');
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

const { assert } = fastCheck;

/** Properties try the same examples for each mutant, and few of them where an example is a whole run of the node. */
fastCheck.assert = (property, { numRuns = 100, ...parameters } = {}) =>
	assert(property, { seed: 1, ...parameters, numRuns: Math.min(numRuns, property.isAsync() ? 10 : 200) });

const compileFunction = vm.compileFunction;

/** Jest compiles every module for a context of its own; asked for the process's own context, for none. */
vm.compileFunction = (code, parameters, { parsingContext, ...options }) =>
	compileFunction(code, parameters, parsingContext === globalThis ? options : { ...options, parsingContext });

/**
 * Runs the tests among the process's own globals instead of in a new context for each mutant, so that packages
 * can be loaded once (see SharedPackages.js) and an Error is an Error on both sides. Afterwards every global is
 * as it was before.
 *
 * A mutant is dead as soon as one test fails: the others are skipped. (Stryker switches Jest's own `bail` off.)
 */
module.exports = class OneRealm {
	global = globalThis;
	fakeTimers = null;
	failed = false;

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

	/** Jest collects 100 frames for each test it finds, and maps them all to the sources. Nobody reads them here. */
	async setup() {
		Error.stackTraceLimit = 10;
		Error.prepareStackTrace = undefined;
		await Promise.resolve();
	}

	async teardown() {
		this.fakeTimersModern.dispose();
		process.exit = this.exit;
		for (const key of Reflect.ownKeys(globalThis)) {
			if (!Object.hasOwn(this.globals, key)) Reflect.deleteProperty(globalThis, key);
		}
		Object.defineProperties(globalThis, this.globals);
		await Promise.resolve();
	}

	async handleTestEvent({ name, test, describeBlock }) {
		if (name === 'test_fn_failure' || name === 'hook_failure') this.failed = true;
		if (this.failed && name === 'run_describe_start') describeBlock.mode = 'skip';
		if (this.failed && name === 'test_start') test.mode = 'skip';
		await Promise.resolve();
	}
};
