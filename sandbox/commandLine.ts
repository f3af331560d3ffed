import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { scopesFrom, shapesFrom, versionsFrom } from './checks/settingChecks.ts';
import { fraction, milliseconds, nonNegative, oneOf, wholeNumber } from './checks/valueChecks.ts';
import { GATEWAY_STATUSES } from './contract/answers.ts';
import { SHAPE_CHOICES } from './contract/shapes.ts';
import { ALL_SCOPES, ALL_VERSIONS } from './contract/versionsAndScopes.ts';
import { controlHelp } from './control/serveControls.ts';
import { readPeople } from './people/readPeople.ts';
import type { Application, SandboxOptions, Shapes } from './types.ts';

/** What commander makes of the command line. */
interface ParsedOptions extends Omit<
	SandboxOptions,
	'https' | 'applications' | 'tokenLifetimeSeconds' | 'latencyMs'
> {
	https?: true;
	cert?: string;
	key?: string;
	latency: number;
	tokenLifetime: number;
	application: Partial<Application>[];
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

const portFrom = (text: string) => wholeNumber('port', Number(text), 0, 65_535);

/** Node would take none for all of them. */
function hostFrom(text: string): string {
	if (text.trim() === '') throw new Error('host must be an address or a name');
	return text;
}

/** `auditor=users.get,users.list`: a client ID, and what it may do. */
function applicationFrom(text: string): Partial<Application> {
	const [clientId = '', scopes] = text.split('=');
	return { clientId, scopes: scopesFrom(scopes?.split(',') ?? ALL_SCOPES) };
}

/** `unsetFields=null` or `requestsPerSecond=10`. */
function shapeFrom(text: string): Partial<Shapes> {
	const [name = '', choice = ''] = text.split('=');
	return shapesFrom({ [name]: name === 'requestsPerSecond' ? Number(choice) : choice });
}

const wholeNumberOption = (name: string) => parser((text) => wholeNumber(name, Number(text)));
const fractionOption = parser((text) => fraction('the share', Number(text)));
const list = <T>(check: (value: unknown) => T) => parser((text) => check(text.split(',')));
const applicationOption = parser(applicationFrom);
const shapeOption = parser(shapeFrom);

const SHAPES_HELP = Object.entries(SHAPE_CHOICES).map(([name, choices]) => `  ${name}=${choices.join('|')}`);

const program = new Command('sandbox')
	.description(
		"A stand-in for 1Password's Users API (v1 and v1beta1) with a made-up account.\n" +
			'It answers as the service most likely does, keeps its state in memory, and forgets it when it ends.',
	)
	.option('--port <port>', 'where to listen; 0 takes a free port', parser(portFrom), 0)
	.option('--host <address>', 'the address to listen on', parser(hostFrom), '127.0.0.1')
	.option('--https', 'serve HTTPS, with a certificate made on the spot')
	.option('--cert <file>', 'serve HTTPS with this certificate (PEM) …')
	.option('--key <file>', '… and its private key (PEM)')
	.option('--strict', "refuse whatever the documents don't allow", false)
	.option('--users <n>', 'size of the directory', wholeNumberOption('users'), 25)
	.option('--seed <n>', 'same seed, same users', wholeNumberOption('seed'), 1)
	.option('--suspended-share <share>', 'part of the users that is suspended, 0 to 1', fractionOption, 0.08)
	.option('--unspecified-share <share>', 'part of the others that is in neither state', fractionOption, 0)
	.option('--directory <file>', 'people from a CSV or JSON file instead', parser(readPeople))
	.option('--account-id <id>', 'the account ID')
	.option('--client-id <id>', 'the client ID of the OAuth application')
	.option('--client-secret <secret>', 'its client secret')
	.addOption(
		new Option('--scopes <list>', 'what it may do')
			.argParser(list(scopesFrom))
			.default(ALL_SCOPES, ALL_SCOPES.join(',')),
	)
	.option(
		'--application <id=scopes>',
		'another OAuth application, such as auditor=users.get,users.list; may be repeated',
		(text: string, before: Partial<Application>[]) => [...before, applicationOption(text)],
		[],
	)
	.addOption(
		new Option('--versions <list>', 'versions of the API that exist')
			.argParser(list(versionsFrom))
			.default(ALL_VERSIONS, ALL_VERSIONS.join(',')),
	)
	.option(
		'--token-lifetime <seconds>',
		'how long access tokens live',
		parser((text) => nonNegative('token lifetime', Number(text))),
		900,
	)
	.option(
		'--latency <ms>',
		'how long every answer takes',
		parser((text) => milliseconds('latency', Number(text))),
		0,
	)
	.option(
		'--gateway-status <status>',
		`the answer to unknown paths: ${GATEWAY_STATUSES.join(', ')}`,
		parser((text) => oneOf('the status', GATEWAY_STATUSES, Number(text))),
		404,
	)
	.option(
		'--shape <name=choice>',
		'another shape of answers, see below; may be repeated',
		(text: string, before: Partial<Shapes> = {}) => ({ ...before, ...shapeOption(text) }),
	)
	.allowExcessArguments(false)
	.addHelpText('after', `\nShapes of answers:\n${SHAPES_HELP.join('\n')}\n  requestsPerSecond=<n>\n`)
	.addHelpText(
		'after',
		`While it runs, it can be controlled over HTTP (JSON):\n  ${controlHelp().join('\n  ')}\n`,
	);

/** Reads the command line. Ends the process with a plain message if it makes no sense. */
export function parseCommandLine(): SandboxOptions {
	const { application, latency, tokenLifetime, cert, key, https, shape, ...options } = program
		.parse()
		.opts<ParsedOptions & { shape?: Partial<Shapes> }>();
	if ((cert === undefined) !== (key === undefined)) program.error('--cert and --key belong together');
	return {
		...options,
		shapes: shape,
		https: cert && key ? { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') } : https,
		applications: application,
		latencyMs: latency,
		tokenLifetimeSeconds: tokenLifetime,
	};
}
