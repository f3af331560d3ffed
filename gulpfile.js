const { execFile } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { promisify } = require('node:util');
const { dest, parallel, series, src } = require('gulp');

const run = promisify(execFile);

const clean = () => rm('dist', { recursive: true, force: true });

async function compile() {
	const tsc = require.resolve('typescript/bin/tsc');
	await run(process.execPath, [tsc, '-p', 'tsconfig.json']).catch((failure) => {
		throw new Error(`tsc found:\n${failure.stdout || failure.message}`);
	});
}

/** Files that are no code keep their place beside the compiled ones. */
const copy = (pattern) => () => src(pattern, { base: '.' }).pipe(dest('dist'));
const icons = copy('icons/*.svg');
const codex = copy('nodes/**/*.node.json');
const schemas = copy('nodes/**/__schema__/**/*.json');
Object.assign(icons, { displayName: 'icons' });
Object.assign(codex, { displayName: 'codex' });
Object.assign(schemas, { displayName: 'schemas' });

exports.clean = clean;
exports.build = series(clean, parallel(compile, icons, codex, schemas));
exports.default = exports.build;
