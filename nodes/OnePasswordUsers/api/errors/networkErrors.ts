import { ApiError } from './ApiError';
import { isRecord } from '../../utils/isRecord';
import { RUN_AGAIN } from './runAgain';

/** Codes of Node and axios for a connection that broke or timed out; the same request may work a moment later. */
const BROKEN_CONNECTION = new Set([
	'ECONNREFUSED',
	'ECONNRESET',
	'ECONNABORTED',
	'ETIMEDOUT',
	'EPIPE',
	'EAI_AGAIN',
	'ENOTFOUND',
	'ENETUNREACH',
	'EHOSTUNREACH',
	'ENETDOWN',
	'ERR_NETWORK',
	'ERR_BAD_RESPONSE',
	'UND_ERR_SOCKET',
]);
const TIMED_OUT = new Set(['ECONNABORTED', 'ETIMEDOUT']);
const ABORTED = new Set(['ERR_CANCELED', 'ABORT_ERR']);
/** Codes of n8n's own database: SQLite's, and SQLSTATE, five characters with a digit among them. */
const DATABASE = /^(SQLITE_\w+|(?=\D*\d)[0-9A-Z]{5})$/;
/** Busy, locked, deadlock, serialization failure: a moment later they are gone. */
const DATABASE_IN_USE = /^(SQLITE_(BUSY|LOCKED)|40[0-9A-Z]{3}$)/;

/**
 * n8n wraps what it catches, often more than once; five levels are more than were ever seen. Before 2.31 it drops the
 * cause, and keeps its code as `httpCode` and its words in `messages`.
 */
function chainOf(failure: unknown): Array<Record<string, unknown>> {
	const chain: Array<Record<string, unknown>> = [];
	for (let link = failure; isRecord(link) && chain.length < 5; link = link.cause) chain.push(link);
	return chain;
}

/**
 * Maps a request that got no answer to an ApiError.
 * @param failure whatever n8n threw; of a network failure only the code goes into the result, since the rest holds the request's headers
 * @param origin the host that was asked
 * @param signal of the run: a request that was aborted without it was out of time
 */
export function noAnswer(failure: unknown, origin: string, signal?: AbortSignal): ApiError {
	const chain = chainOf(failure);
	const ours = chain.find((link) => link instanceof ApiError);
	if (ours instanceof ApiError) return ours;
	const code = codeOf(chain);
	const text = chain.map(wordsOf).join(' ');
	if (/Domain not allowed|No allowed domains/.test(text)) return domainNotAllowed(origin);
	const ofDatabase = databaseFailureIn(chain, code);
	if (ofDatabase) return ofDatabase;
	const aborted = ABORTED.has(code) || chain.some(({ name }) => name === 'AbortError');
	if (aborted && signal?.aborted) return cancelled();
	const timedOut = aborted || TIMED_OUT.has(code) || /timeout|timed out/i.test(text);
	const transient = timedOut || BROKEN_CONNECTION.has(code) || /socket hang up|aborted|stream/i.test(text);
	const fromTheNetwork = transient || code !== '' || chain.some((link) => link.isAxiosError === true);
	return fromTheNetwork ? unreachable(origin, code, { timedOut, transient }) : notSent(chain);
}

/** A failure of n8n's own database as an ApiError; undefined where it was something else. */
export function databaseFailure(failure: unknown): ApiError | undefined {
	const chain = chainOf(failure);
	return databaseFailureIn(chain, codeOf(chain));
}

function databaseFailureIn(chain: Array<Record<string, unknown>>, code: string): ApiError | undefined {
	const isOne = DATABASE.test(code) || chain.some(({ name }) => name === 'QueryFailedError');
	return isOne ? notSent(chain, DATABASE_IN_USE.test(code)) : undefined;
}

const codeOf = (chain: Array<Record<string, unknown>>) =>
	chain.map((link) => textOf(link.code) || codeIn(link.httpCode)).find(Boolean) ?? '';

/**
 * For failures that can only be ours: what `session` and `token` throw is an ApiError.
 * @throws anything else, which is a defect and must not be dressed up as one of 1Password's
 */
export function asApiError(failure: unknown): ApiError {
	if (failure instanceof ApiError) return failure;
	throw failure;
}

/** An `httpCode` of n8n's is a status, or the code of whatever failed. */
const codeIn = (httpCode: unknown) => (/^[A-Z]|^\w{5}$/.test(textOf(httpCode)) ? textOf(httpCode) : '');

const wordsOf = ({ message, messages }: Record<string, unknown>) =>
	[message, messages].flat().map(textOf).join(' ');

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

/** The execution was cancelled; nothing more is sent. */
export function cancelled(): ApiError {
	return new ApiError({
		kind: 'cancelled',
		message: 'The execution was cancelled',
		description: 'No further request was sent to 1Password. What was changed before stays changed.',
	});
}

function domainNotAllowed(origin: string): ApiError {
	const { hostname } = new URL(origin);
	return new ApiError({
		kind: 'domainNotAllowed',
		message: `The credential does not allow requests to ${hostname}`,
		description: `Open the 1Password credential and add ${hostname} to Allowed Domains, or set Allowed HTTP Request Domains to All.`,
	});
}

function unreachable(
	origin: string,
	code: string,
	{ timedOut, transient }: { timedOut: boolean; transient: boolean },
): ApiError {
	const happened = timedOut ? 'did not answer in time' : 'could not be reached';
	return new ApiError({
		kind: 'unreachable',
		transient,
		message: `1Password ${happened} (${origin})`,
		description: [ENDINGS[code], adviceFor(code, transient)].filter(Boolean).join(' '),
	});
}

/** What ended a connection, in words: n8n replaces every message that holds one of these codes by a text of its own. */
const ENDINGS: Record<string, string> = {
	ECONNREFUSED: 'The host refused the connection.',
	ECONNRESET: 'The connection was broken off.',
	EPIPE: 'The connection was broken off.',
	EAI_AGAIN: 'The name server did not answer.',
	ENOTFOUND: 'There is no such host.',
	ENETUNREACH: 'There is no route to the host.',
	EHOSTUNREACH: 'There is no route to the host.',
};

function adviceFor(code: string, transient: boolean): string {
	if (code === 'ENOTFOUND')
		return 'Check the region or base URL in the credential, and that n8n can resolve names.';
	const tls = /CERT|SIGNATURE/.test(code)
		? "The host's certificate was not accepted"
		: 'The host does not speak TLS (https) on this port, or no version of it that n8n accepts';
	if (/CERT|SIGNATURE|SSL|TLS|EPROTO/.test(code))
		return `${tls}. Check the base URL, and any proxy between n8n and 1Password.`;
	if (transient) return `Check that n8n can reach this host (firewall, proxy), and ${RUN_AGAIN}.`;
	return 'Check the base URL in the credential and the network between n8n and 1Password.';
}

/**
 * Something in n8n itself failed. Its words may quote the request, so only its kind is named.
 * @param databaseInUse whether it was n8n's database, and only for the moment
 */
function notSent(chain: Array<Record<string, unknown>>, databaseInUse = false): ApiError {
	const name = textOf(chain.at(-1)?.name);
	const kind = /^[A-Za-z]{1,60}$/.test(name) ? ` (${name})` : '';
	const happened = databaseInUse
		? `n8n's database was in use${kind}. Run the workflow again.`
		: `Something inside n8n failed${kind}, such as its database or one of its own checks.`;
	return new ApiError({
		kind: 'notSent',
		transient: databaseInUse,
		message: 'n8n could not send the request to 1Password',
		description: `${happened} Look into n8n's log.`,
	});
}
