import { ApiError } from '../api/errors/ApiError';
import { asError } from '../utils/asError';

/** Nodes whose last poll failed and was not shown. In memory only: after a restart of n8n the first failure is tolerated again. */
const tolerated = new Set<string>();

/**
 * Tolerates a failure that may pass, once in a row. n8n gives up for good on a trigger whose poll fails five times in the
 * 15 s after activation or restart; with this, every other attempt succeeds. An outage that goes on still shows as a
 * failed execution, at every second poll.
 * @param node identifies the node among all nodes of this n8n
 * @param warn is told what was tolerated
 * @returns null for a tolerated failure
 * @throws what the poll throws, if it is lasting or the second in a row
 */
export async function toleratingOnce<T>(
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
