import { Command, InvalidArgumentError, Option } from 'commander';
import { versionsFrom } from './checks/settingChecks.ts';
import { fraction, nonNegative, wholeNumber } from './checks/valueChecks.ts';
import { ALL_VERSIONS } from './contract/versionsAndScopes.ts';
import { controlHelp } from './control/serveControls.ts';
import { startSandbox, type Sandbox } from './server.ts';
import type { ApiVersion } from './types.ts';

interface CliOptions {
	port: number;
	users: number;
	seed: number;
	suspendedShare: number;
	latency: number;
	tokenLifetime: number;
	versions: ApiVersion[];
}

/** Turns a check of a value into a parser of what was typed. */
function parser<T>(check: (text: string) => T): (text: string) => T {
	return (text) => {
		try {
			return check(text);
		} catch (error) {
			throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
		}
	};
}

function portFrom(text: string): number {
	const port = wholeNumber('port', Number(text));
	if (port > 65535) throw new Error('there are no ports above 65535');
	return port;
}

const wholeNumberOption = (name: string) => parser((text) => wholeNumber(name, Number(text)));
const nonNegativeOption = (name: string) => parser((text) => nonNegative(name, Number(text)));
const fractionOption = parser((text) => fraction('the share', Number(text)));
const versions = new Option('--versions <list>', 'versions of the API that exist')
	.argParser(parser((text) => versionsFrom(text.split(','))))
	.default(ALL_VERSIONS, ALL_VERSIONS.join(','));

const program = new Command('sandbox')
	.description(
		"A stand-in for 1Password's Users API (v1 and v1beta1) with a made-up account, on this machine only.\n" +
			'It is as strict as the documents, keeps its state in memory, and forgets it when it ends.',
	)
	.option('--port <port>', 'where to listen; 0 takes a free port', parser(portFrom), 0)
	.option('--users <n>', 'size of the directory', wholeNumberOption('users'), 25)
	.option('--seed <n>', 'same seed, same users', wholeNumberOption('seed'), 1)
	.option('--suspended-share <share>', 'part of the users that is suspended, 0 to 1', fractionOption, 0.08)
	.option('--latency <ms>', 'how long every answer takes', nonNegativeOption('latency'), 0)
	.option(
		'--token-lifetime <seconds>',
		'how long access tokens live',
		nonNegativeOption('token lifetime'),
		900,
	)
	.addOption(versions)
	.allowExcessArguments(false)
	.addHelpText(
		'after',
		`\nWhile it runs, it can be controlled over HTTP (JSON):\n  ${controlHelp().join('\n  ')}\n`,
	);

function welcome(sandbox: Sandbox): string {
	return `1Password Users API sandbox: ${sandbox.url} (${sandbox.users.length} users)

In n8n, create a credential "1Password Users API" (made up, good for this sandbox only):
  Region         Custom
  Base URL       ${sandbox.url}
  Account ID     ${sandbox.accountId}
  Client ID      ${sandbox.clientId}
  Client Secret  ${sandbox.clientSecret}

Controls: ${sandbox.url}/_sandbox
Stop with Ctrl-C.`;
}

function reasonOf(error: unknown, port: number): string {
	if (error instanceof Error && 'code' in error) {
		if (error.code === 'EADDRINUSE')
			return `Port ${port} is taken. Choose another one, or leave --port out for a free one.`;
		if (error.code === 'EACCES')
			return `Port ${port} needs more rights than you have. Choose one above 1023.`;
	}
	return `The sandbox could not start: ${error instanceof Error ? error.message : String(error)}`;
}

async function main(): Promise<void> {
	const { latency, tokenLifetime, ...options } = program.parse().opts<CliOptions>();
	const sandbox = await startSandbox({ ...options, tokenLifetimeSeconds: tokenLifetime }).catch(
		(error: unknown) => {
			console.error(reasonOf(error, options.port));
			process.exitCode = 1;
			return undefined;
		},
	);
	if (!sandbox) return;
	sandbox.latency(latency);
	stopWhenTold(() => void sandbox.close());
	console.log(welcome(sandbox));
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
