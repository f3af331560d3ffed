import { parseCommandLine } from './commandLine.ts';
import { startSandbox } from './server.ts';
import { welcomeText } from './welcomeText.ts';

function reasonOf(error: unknown, port = 0): string {
	if (error instanceof Error && 'code' in error) {
		if (error.code === 'EADDRINUSE')
			return `Port ${port} is taken. Choose another one, or leave --port out for a free one.`;
		if (error.code === 'EADDRNOTAVAIL') return 'This machine does not have the address given with --host.';
		if (error.code === 'EACCES')
			return `Port ${port} needs more rights than you have. Choose one above 1023.`;
	}
	return `The sandbox could not start: ${error instanceof Error ? error.message : String(error)}`;
}

async function main(): Promise<void> {
	const options = parseCommandLine();
	const sandbox = await startSandbox(options).catch((error: unknown) => {
		console.error(reasonOf(error, options.port));
		process.exitCode = 1;
		return undefined;
	});
	if (!sandbox) return;
	stopWhenTold(() => void sandbox.close());
	console.log(welcomeText(sandbox));
}

/**
 * Ctrl-C and SIGTERM. npm passes SIGTERM only to the shell it started and that shell not to us, so under npm the
 * end of the shell counts as well; else the sandbox would go on unseen.
 */
function stopWhenTold(stop: () => void): void {
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
	if (!process.env['npm_lifecycle_event']) return;
	const shell = process.ppid;
	setInterval(() => process.ppid !== shell && stop(), 500).unref();
}

await main();
