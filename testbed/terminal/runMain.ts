import { failureText } from './failureText.ts';
import { Stopped } from './PlainFailure.ts';
import { stopSignal } from './stopSignal.ts';

/** What a shell expects of a program that Ctrl-C ended. */
const STOPPED = 130;

/**
 * Runs a program's main function and sets the exit code: 0 if it returns true, 1 if it returns false or fails, 130 if it
 * fails because someone stopped the program. A failure is printed as a sentence, without a stack trace.
 *
 * @param main gets the signal that aborts when someone wants the program to stop
 */
export async function runMain(main: (signal: AbortSignal) => Promise<boolean>): Promise<void> {
	const signal = stopSignal();
	try {
		process.exitCode = (await main(signal)) ? 0 : 1;
	} catch (error) {
		const stopped = error instanceof Stopped || signal.aborted;
		if (!stopped) console.error(`\n${failureText(error)}`);
		process.exitCode = stopped ? STOPPED : 1;
	}
}
