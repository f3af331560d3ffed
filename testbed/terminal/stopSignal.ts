/** Printed at once: people who see nothing after the first Ctrl-C press it again. */
const ENDING = '\nStopping n8n and the sandbox…\n';

/**
 * A signal that aborts when someone wants this program to stop: Ctrl-C, SIGTERM, a closed terminal.
 *
 * npm passes SIGTERM only to the shell it started, and that shell not to us, so under npm the end of the shell counts
 * as well; else n8n would go on unseen.
 */
export function stopSignal(): AbortSignal {
	const controller = new AbortController();
	const stop = () => {
		if (controller.signal.aborted) return;
		process.stderr.write(ENDING);
		controller.abort();
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
	if (process.env['npm_lifecycle_event']) {
		const shell = process.ppid;
		setInterval(() => process.ppid !== shell && stop(), 500).unref();
	}
	return controller.signal;
}
