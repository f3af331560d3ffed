import { readFile } from 'node:fs/promises';
import { Stopped } from '../terminal/PlainFailure.ts';
import { startGroup, type Program } from './processGroup.ts';

/** How a program ended: well or not, and the last it said. */
export interface Outcome {
	ok: boolean;
	lastLines: string;
}

/**
 * Runs a program to its end; stops it, with everything it started, as soon as `signal` aborts.
 *
 * @throws Stopped when the signal aborted
 */
export async function runProgram(program: Program, signal: AbortSignal): Promise<Outcome> {
	if (signal.aborted) throw new Stopped();
	const group = await startGroup(program);
	let stopping: Promise<void> | undefined;
	const stop = () => {
		stopping = group.stop();
	};
	signal.addEventListener('abort', stop, { once: true });
	const { code } = await group.ended;
	signal.removeEventListener('abort', stop);
	await stopping;
	if (signal.aborted) throw new Stopped();
	return { ok: code === 0, lastLines: await lastLines(program.logFile) };
}

/** The end of a log, for a person to read. */
export async function lastLines(logFile: string, count = 20): Promise<string> {
	const text = await readFile(logFile, 'utf8');
	return text.trimEnd().split('\n').slice(-count).join('\n');
}
