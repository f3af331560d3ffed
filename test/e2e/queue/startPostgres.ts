import { randomBytes } from 'node:crypto';
import { globSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { freePort, LOOPBACK } from '../../../testbed/system/freePort.ts';
import { PlainFailure } from '../../../testbed/terminal/PlainFailure.ts';
import { lastLines, runProgram } from '../../../testbed/system/runProgram.ts';
import { requireProgram } from '../../../testbed/system/requireProgram.ts';
import { startService, type Service, type ServicePlace } from './startService.ts';

/** Debian keeps the programs of each version here, and not on the PATH. */
const DEBIAN_PROGRAMS = '/usr/lib/postgresql/*/bin/initdb';
/** PostgreSQL refuses to run as root; Debian's package makes this user for it. */
const UNPRIVILEGED = 'postgres';
/** n8n's user in the database, and the database that every new PostgreSQL has. */
const USER = 'n8n';
const DATABASE = 'postgres';

/** @throws PlainFailure that says how to get it, where it is not installed */
export async function requirePostgres(): Promise<void> {
	for (const program of ['initdb', 'postgres', 'pg_isready'])
		await requireProgram(program, 'postgresql', programsPath());
}

/**
 * Starts a PostgreSQL with an empty database for n8n.
 *
 * Run by root, it belongs to another user, who must be able to get to its folder.
 *
 * @throws PlainFailure if it isn't installed or does not start
 */
export async function startPostgres({ folder, logFile, signal }: ServicePlace): Promise<Service> {
	await requirePostgres();
	const path = programsPath();
	const home = join(folder, 'postgres');
	const data = join(home, 'data');
	const passwordFile = join(home, 'password');
	const password = randomBytes(24).toString('hex');
	const env = { PATH: path };
	const program = ([file, ...args]: Command) => ({ file, args, cwd: folder, env, logFile });
	const run = async (command: Command) => {
		const { ok } = await runProgram(program(command), signal);
		if (!ok) throw new PlainFailure('PostgreSQL could not be set up. It said:', await lastLines(logFile));
	};

	await mkdir(home, { mode: 0o700 });
	await writeFile(passwordFile, password);
	if (isRoot()) await run(['chown', '--recursive', UNPRIVILEGED, home]);
	const access = ['--username', USER, '--pwfile', passwordFile, '--auth', 'scram-sha-256'];
	await run(unprivileged('initdb', '--pgdata', data, ...access, '--no-locale', '--encoding', 'UTF8'));

	const port = String(await freePort());
	// The data need not survive a power cut, so nothing has to wait for the disk.
	const settings = [`listen_addresses=${LOOPBACK}`, 'unix_socket_directories=', 'fsync=off'];
	const postgres = unprivileged(
		'postgres',
		'-D',
		data,
		'-p',
		port,
		...settings.flatMap((one) => ['-c', one]),
	);
	const probe = { file: 'pg_isready', args: ['--host', LOOPBACK, '--port', port, '--quiet'] };
	const running = await startService('PostgreSQL', program(postgres), probe, signal);
	return {
		env: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: LOOPBACK,
			DB_POSTGRESDB_PORT: port,
			DB_POSTGRESDB_DATABASE: DATABASE,
			DB_POSTGRESDB_USER: USER,
			DB_POSTGRESDB_PASSWORD: password,
		},
		[Symbol.asyncDispose]: async () => await running[Symbol.asyncDispose](),
	};
}

/** A program and its arguments. */
type Command = [string, ...string[]];

/** A PATH on which its programs are: the newest of Debian's, if there are any. */
function programsPath(): string {
	const found = globSync(DEBIAN_PROGRAMS);
	const newest = found.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
	const path = process.env['PATH'] ?? '';
	return newest ? [dirname(newest), path].join(delimiter) : path;
}

const isRoot = () => userInfo().uid === 0;

/** Runs the command as a user who is not root. */
function unprivileged(...command: Command): Command {
	if (!isRoot()) return command;
	return ['setpriv', '--reuid', UNPRIVILEGED, '--regid', UNPRIVILEGED, '--init-groups', ...command];
}
