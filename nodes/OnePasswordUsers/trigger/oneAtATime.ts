/** Who is polling right now. In n8n all polls of a node run in the same process. */
const running = new Set<string>();

/**
 * Runs a poll unless the last one of the same node is still running: n8n's timers don't wait for each other, and two
 * polls would find the same change. The one that came too late is skipped rather than queued: what it would have found
 * the next one finds, and slow polls don't pile up.
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
