import { ApiError } from '../api/errors/ApiError';
import { asError } from '../utils/asError';

/**
 * Nodes whose last poll failed without being shown. Each process has its own: after a restart, and where several main
 * processes poll in turn, each tolerates a first failure. So an outage shows later there, by one poll for each process.
 * Nothing is lost meanwhile, because a failed poll remembers nothing. n8n's durable scheduler waits longer after each
 * failure in a row; a tolerated one is none for it, so polls stay frequent.
 */
const tolerated = new Set<string>();

/**
 * Tolerates a transient failure, once in a row. n8n gives up for good on a trigger whose poll fails five times in the
 * 15 s after activation or restart; with this, every other attempt succeeds. An outage that goes on still shows as a
 * failed execution, at every second poll.
 * @param node identifies the node among all nodes of this n8n
 * @param warn is called with what is tolerated
 * @returns null for a tolerated failure
 * @throws what the poll throws, if it is lasting or the second in a row
 */
export async function tolerateOnce<T>(
	node: string,
	poll: () => Promise<T>,
	warn: (failure: ApiError) => void,
): Promise<T | null> {
	try {
		const result = await poll();
		tolerated.delete(node);
		return result;
	} catch (failure) {
		const isFirst = !tolerated.delete(node);
		if (!(failure instanceof ApiError) || !failure.transient || !isFirst) throw asError(failure);
		tolerated.add(node);
		warn(failure);
		return null;
	}
}
