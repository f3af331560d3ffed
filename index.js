/** What the package exports: its credential and its two nodes. n8n itself finds them by the paths in package.json. */
module.exports = {
	...require('./dist/credentials/OnePasswordUsersApi.credentials.js'),
	...require('./dist/nodes/OnePasswordUsers/OnePasswordUsers.node.js'),
	...require('./dist/nodes/OnePasswordUsers/OnePasswordUsersTrigger.node.js'),
};
