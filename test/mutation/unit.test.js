const { globSync } = require('node:fs');
const { join } = require('node:path');

// In one file, because what a test file needs is loaded anew for each of them, and for each mutant.
for (const file of globSync('../unit/{api,actions}/*.test.ts', { cwd: __dirname }))
	require(join(__dirname, file));
