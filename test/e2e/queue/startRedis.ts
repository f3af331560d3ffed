import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, LOOPBACK } from '../../../testbed/system/freePort.ts';
import { requireProgram } from '../../../testbed/system/requireProgram.ts';
import { startService, type Service, type ServicePlace } from './startService.ts';

/** The list in which n8n's queue (bull) keeps what workers have taken. */
const UNDER_WAY = 'bull:jobs:active';

/** A Redis, and what n8n has in it. */
export interface Redis extends Service {
	/** How many executions workers hold; those of a lost worker count until its hold has run out. */
	executionsHeld(): Promise<number>;
}

/** @throws PlainFailure that says how to get it, where it is not installed */
export async function requireRedis(): Promise<void> {
	await requireProgram('redis-server', 'redis-server');
	await requireProgram('redis-cli', 'redis-tools');
}

/**
 * Starts a Redis that keeps nothing on the disk.
 *
 * @throws PlainFailure if it isn't installed or does not start
 */
export async function startRedis({ folder, logFile, signal }: ServicePlace): Promise<Redis> {
	await requireRedis();
	const home = join(folder, 'redis');
	const settings = join(home, 'redis.conf');
	const port = String(await freePort());
	const password = randomBytes(24).toString('hex');
	await mkdir(home, { mode: 0o700 });
	const lines = [`bind ${LOOPBACK}`, `port ${port}`, `requirepass ${password}`, `dir ${home}`, 'save ""'];
	await writeFile(settings, lines.join('\n'));

	// redis-cli reads the password from its environment.
	const env = { PATH: process.env['PATH'], REDISCLI_AUTH: password };
	const program = { file: 'redis-server', args: [settings], cwd: home, env, logFile };
	const ask = (...question: string[]) => ['-e', '-h', LOOPBACK, '-p', port, ...question];
	const probe = { file: 'redis-cli', args: ask('PING') };
	const running = await startService('Redis', program, probe, signal);
	return {
		env: {
			QUEUE_BULL_REDIS_HOST: LOOPBACK,
			QUEUE_BULL_REDIS_PORT: port,
			QUEUE_BULL_REDIS_PASSWORD: password,
		},
		executionsHeld: async () => {
			const { stdout } = await promisify(execFile)(probe.file, ask('LLEN', UNDER_WAY), { env });
			return Number(stdout);
		},
		[Symbol.asyncDispose]: async () => await running[Symbol.asyncDispose](),
	};
}
