import { once } from 'node:events';
import { LOOPBACK } from '../../testbed/system/freePort.ts';
import { waitFor } from '../../testbed/system/waitFor.ts';

const ANSWERS_WITHIN_MS = 10_000;

/**
 * Makes a Node.js process collect its garbage, by way of its inspector. That is started by a signal, so the process needs
 * nothing but to be told a free port.
 *
 * @param pid a process that was started with `--inspect-port`
 * @param inspectorPort that port
 * @throws when its inspector does not answer
 */
export async function collectGarbage(pid: number, inspectorPort: number): Promise<void> {
	process.kill(pid, 'SIGUSR1');
	const url = await waitFor(async () => await debuggerUrl(inspectorPort), {
		withinMs: ANSWERS_WITHIN_MS,
		everyMs: 50,
	});
	if (url === undefined) throw new Error(`The inspector of process ${pid} does not answer.`);
	const session = new WebSocket(url);
	const heard = async (event: string): Promise<void> => {
		await once(session, event, { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) });
	};
	await heard('open');
	session.send(JSON.stringify({ id: 1, method: 'HeapProfiler.collectGarbage' }));
	await heard('message');
	// With an open session, the process would not end.
	session.close();
	await heard('close');
}

async function debuggerUrl(port: number): Promise<string | undefined> {
	const targets = await fetch(`http://${LOOPBACK}:${port}/json/list`).then(
		async (response) => (await response.json()) as Array<{ webSocketDebuggerUrl?: string }>,
		() => [],
	);
	return targets[0]?.webSocketDebuggerUrl;
}
