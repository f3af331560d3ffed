/** Nodes that are polling in this process. */
const running = new Set<string>();

/**
 * Runs a poll unless the last one of the same node is still running: n8n's timers don't wait for each other, and two
 * polls would find the same change. A poll that comes too early is skipped rather than queued: the next one finds what
 * it would have found, and slow polls don't pile up.
 *
 * It knows this process only. Where several main processes poll the same node at once, each compares with what was saved
 * last, and both report a change under one event ID: at a change of leader, and where n8n's durable scheduler runs two
 * poll times of the node at the same moment. With durable cursors (N8N_POLLER_DURABLE_CURSORS_ENABLED), n8n drops the
 * events and the memory of a process that has lost its lease on the poll, and the process that took over reports them.
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
