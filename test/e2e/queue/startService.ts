import { PlainFailure } from '../../../testbed/terminal/PlainFailure.ts';
import { startGroup, type Program } from '../../../testbed/system/processGroup.ts';
import { lastLines, runProgram } from '../../../testbed/system/runProgram.ts';
import { waitFor } from '../../../testbed/system/waitFor.ts';

const READY_WITHIN_MS = 30_000;

/** Where a service has its data and what it prints. */
export interface ServicePlace {
	/** A folder for it alone. */
	folder: string;
	logFile: string;
	signal: AbortSignal;
}

/** Something that n8n needs beside itself in queue mode. Disposing of it ends it. */
export interface Service extends AsyncDisposable {
	/** What n8n has to be told to use it. */
	readonly env: NodeJS.ProcessEnv;
}

/**
 * Starts a program and waits until another one says that it is ready.
 *
 * @param service its name, for a person
 * @param probe ends with 0 when it is ready
 * @throws PlainFailure with the end of its log if it does not get ready
 */
export async function startService(
	service: string,
	program: Program,
	probe: Pick<Program, 'file' | 'args'>,
	signal: AbortSignal,
): Promise<AsyncDisposable> {
	const group = await startGroup(program);
	let ended = false;
	void group.ended.then(() => (ended = true));
	const look = async () => {
		if (ended) return 'ended';
		const { ok } = await runProgram({ ...program, ...probe }, signal);
		return ok ? 'ready' : undefined;
	};
	try {
		const outcome = await waitFor(look, { withinMs: READY_WITHIN_MS, everyMs: 200, signal });
		if (outcome !== 'ready')
			throw new PlainFailure(`${service} did not start. It said:`, await lastLines(program.logFile));
	} catch (error) {
		await group.stop();
		throw error;
	}
	return { [Symbol.asyncDispose]: async () => await group.stop() };
}
