import { cancelled } from '../errors/networkErrors';

/**
 * Waits for something, but no longer than the run goes on; what is waited for is not stopped.
 * @throws ApiError as soon as the signal is aborted, and what the work throws before
 */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
	if (signal?.aborted) throw cancelled();
	let abort = () => {};
	const aborted = new Promise<never>((_, reject) => (abort = () => reject(cancelled())));
	signal?.addEventListener('abort', abort);
	try {
		return await Promise.race([work, aborted]);
	} finally {
		signal?.removeEventListener('abort', abort);
	}
}
