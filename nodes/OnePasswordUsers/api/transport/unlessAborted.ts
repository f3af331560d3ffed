import { orAborted } from '../../utils/orAborted';
import { cancelled } from '../errors/networkErrors';

/**
 * Waits for something, but no longer than the run goes on; what is waited for is not stopped.
 * @throws ApiError as soon as the signal is aborted, and what the work throws before
 */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
	return await orAborted(work, signal, () => {
		throw cancelled();
	});
}
