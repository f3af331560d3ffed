const { describe } = require('@jest/globals');
const { globSync } = require('node:fs');
const { join } = require('node:path');

const SUITES = [
	...globSync('unit/{api,actions}/*.test.ts', { cwd: join(__dirname, '..') }).sort(),
	'integration/credential.test.ts',
	'integration/token.test.ts',
	'integration/get.test.ts',
	'integration/getMany.test.ts',
	'integration/changeState.test.ts',
];

// In one file, because what a test file needs is loaded anew for each of them, and for each mutant.
for (const suite of SUITES) describe(suite, () => void require(join(__dirname, '..', suite)));
