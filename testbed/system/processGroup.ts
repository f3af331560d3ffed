import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { PlainFailure } from '../terminal/PlainFailure.ts';

/** How long a process may take to end by itself before it is killed. */
const GRACE_MS = 15_000;

/** A program to run. What it prints goes to the end of `logFile`. */
export interface Program {
	file: string;
	args: readonly string[];
	cwd: string;
	env: NodeJS.ProcessEnv;
	logFile: string;
}

/** A running program and everything it started. */
export interface ProcessGroup {
	readonly pid: number;
	/** Settles when the program has ended; never rejects. A program that was killed has no code. */
	readonly ended: Promise<{ code: number | null }>;
	/** Asks it and everything it started to end, and kills what is left after a while. Resolves when nothing is left. */
	stop(): Promise<void>;
	/** Ends all that at once, without a warning. Resolves when nothing is left. */
	kill(): Promise<void>;
}

/**
 * Starts a program in a process group of its own, so that Ctrl-C in the terminal does not reach it behind our back,
 * and so that whatever it starts in turn can be ended with it.
 *
 * @throws PlainFailure if it can't be started
 */
export async function startGroup({ file, args, cwd, env, logFile }: Program): Promise<ProcessGroup> {
	await using log = await open(logFile, 'a');
	const child = spawn(file, args, { cwd, env, detached: true, stdio: ['ignore', log.fd, log.fd] });
	const ended = new Promise<{ code: number | null }>((resolve) => {
		child.once('exit', (code) => resolve({ code }));
	});
	const pid = await new Promise<number>((resolve, reject) => {
		child.once('spawn', () => resolve(child.pid ?? 0));
		child.once('error', (error) =>
			reject(new PlainFailure(`${file} could not be started: ${error.message}`)),
		);
	});
	return { pid, ended, stop: () => stopGroup(pid), kill: () => killGroup(pid) };
}

async function stopGroup(pid: number): Promise<void> {
	signalGroup(pid, 'SIGTERM');
	for (let waited = 0; waited < GRACE_MS && signalGroup(pid, 0); waited += 50) await sleep(50);
	await killGroup(pid);
}

async function killGroup(pid: number): Promise<void> {
	while (signalGroup(pid, 'SIGKILL')) await sleep(50);
}

/** @returns whether anything of the group is still there */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
	try {
		return process.kill(-pid, signal);
	} catch {
		return false;
	}
}
