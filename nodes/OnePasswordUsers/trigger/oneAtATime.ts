/** Nodes that are polling in this process. */
const running = new Set<string>();

/**
 * Runs a poll unless the last one of the same node is still running: n8n's timers don't wait for each other, and two
 * polls would find the same change. A poll that comes too early is skipped rather than queued: the next one finds what
 * it would have found, and slow polls don't pile up.
 *
 * It knows this process only, and not what n8n has saved. Where two polls of a node overlap, each compares with what was
 * saved last, and both report a change, under one event ID unless users change between the two; the one that is saved last
 * is what the next poll compares with. That happens at a change of leader, and with n8n's durable scheduler where two poll
 * times fall together or a late poll and the next one (seen after a restart, 2.41.1): its lease is on the task, not on the
 * node. With durable cursors (N8N_POLLER_DURABLE_CURSORS_ENABLED), n8n drops the result of a process that has lost its
 * lease, and the process that took over reports it.
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
