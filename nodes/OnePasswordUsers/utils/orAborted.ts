/**
 * Waits for work, but no longer than until a signal is aborted. The work itself is not stopped, and how it ends after that
 * is nobody's business any more.
 * @param instead gives the result, or throws, where the signal is aborted first, or was before
 * @returns what the work gives, or `instead`
 * @throws what the work throws before
 */
export async function orAborted<T, A>(
	work: Promise<T>,
	signal: AbortSignal | undefined,
	instead: () => A,
): Promise<T | A> {
	let abort = () => {};
	const aborted = new Promise<typeof ABORTED>((resolve) => (abort = () => resolve(ABORTED)));
	// The work is listened to in any case, or its failure would be one that nobody handles.
	if (signal?.aborted) abort();
	signal?.addEventListener('abort', abort);
	try {
		const outcome = await Promise.race([aborted, work]);
		return outcome === ABORTED ? instead() : outcome;
	} finally {
		signal?.removeEventListener('abort', abort);
	}
}

const ABORTED = Symbol('aborted');
