/** Nodes that are polling in this process. */
const running = new Set<string>();

/**
 * Runs a poll unless the last one of the same node is still running: n8n's timers don't wait for each other, and two
 * polls would find the same change. A poll that comes too early is skipped rather than queued: the next one finds what
 * it would have found, and slow polls don't pile up.
 *
 * It knows this process only. Where several main processes poll the same node (n8n's durable scheduler; a change of
 * leader), n8n accepts the result of the one that holds the lease; otherwise both report the change under one event ID.
 * @param node identifies the node among all nodes of this n8n
 * @returns null for a skipped poll
 */
export async function oneAtATime<T>(node: string, poll: () => Promise<T>): Promise<T | null> {
	if (running.has(node)) return null;
	running.add(node);
	try {
		return await poll();
	} finally {
		running.delete(node);
	}
}
