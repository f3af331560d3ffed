/**
 * Loaded before every script: ends it with one sentence where Node.js is too old, before Node.js itself stops at the
 * first line it doesn't know.
 */
const NEEDED = 24;
const { node } = process.versions;

if (Number.parseInt(node, 10) < NEEDED) {
	console.error(
		`The scripts of this project need Node.js ${NEEDED}, and this is ${node}: npm has not installed its own ` +
			'Node.js into node_modules. Run "npm ci" again, without --ignore-scripts and without --omit=dev.',
	);
	process.exit(1);
}
