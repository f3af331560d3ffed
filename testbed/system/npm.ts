import { PlainFailure } from '../terminal/PlainFailure.ts';
import { runProgram } from './runProgram.ts';

/** Where and how npm is to run. */
export interface NpmRun {
	cwd: string;
	logFile: string;
	signal: AbortSignal;
	/** Beside the environment of this process. */
	env?: NodeJS.ProcessEnv;
}

/** What npm prints, and what it means for a person. */
const CAUSES: ReadonlyArray<readonly [RegExp, string]> = [
	[/ENOSPC|EDQUOT|no space left/i, 'The disk is full.'],
	[
		/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED|EHOSTUNREACH/,
		'The package registry could not be reached. Check the network, a proxy, and npm’s registry setting.',
	],
	[/\bE40[13]\b/, 'The package registry refused access. Check npm’s registry setting and login.'],
	[/EINTEGRITY/, 'A package is not what the lockfile expects. Clear npm’s cache (npm cache verify).'],
	[
		/gyp ERR!/,
		'A part of n8n had to be compiled: install python3, make and a C++ compiler (on Debian: apt-get install python3 make g++).',
	],
	[/EACCES|EROFS/, 'A folder may not be written.'],
];

/**
 * Runs npm, the one that started us if there is one.
 *
 * @param doing what it is for, as in "Installing n8n"
 * @throws PlainFailure with the probable cause, and what npm said that points at it
 */
export async function npm(doing: string, args: readonly string[], run: NpmRun): Promise<void> {
	const ownNpm = process.env['npm_execpath'];
	const program = ownNpm ? { file: process.execPath, args: [ownNpm, ...args] } : { file: 'npm', args };
	const env = { ...withoutNpmsOwn(process.env), ...run.env };
	const { ok, lastLines } = await runProgram(
		{ ...program, env, cwd: run.cwd, logFile: run.logFile },
		run.signal,
	);
	if (ok) return;
	const [said, cause] = CAUSES.find(([pattern]) => pattern.test(lastLines)) ?? [/./, 'npm says:'];
	const evidence = lastLines.split('\n').filter((line) => said.test(line));
	throw new PlainFailure(`${doing} did not work. ${cause}`, evidence.join('\n'));
}

/**
 * Drops what npm told `npm start` about this package: the npm that is started here would take this package's folder for
 * the one to work in, and npm 11 and 12 refuse to install where `allow-scripts` comes from the environment.
 */
function withoutNpmsOwn(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	const aboutItself =
		/^(npm_(package|lifecycle)_|npm_config_(local_prefix|prefix|global_prefix|allow_scripts)$|INIT_CWD$|NODE_ENV$)/i;
	return Object.fromEntries(Object.entries(env).filter(([name]) => !aboutItself.test(name)));
}
