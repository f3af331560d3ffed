import { cancelled, noAnswer } from '../../../../nodes/OnePasswordUsers/api/errors/networkErrors';

const HOST = 'https://api.1password.com';
const UNREACHABLE = `1Password could not be reached (${HOST})`;
const TOO_SLOW = `1Password did not answer in time (${HOST})`;

const TRY_AGAIN =
	'Check that n8n can reach this host (firewall, proxy), and run the workflow again: what is already done is not done twice.';
const CHECK_BOTH = 'Check the base URL in the credential and the network between n8n and 1Password.';
const CERTIFICATE =
	"The host's certificate was not accepted. Check the base URL, and any proxy between n8n and 1Password.";
const NO_TLS =
	'The host does not speak TLS (https) on this port, or no version of it that n8n accepts. Check the base URL, and any proxy between n8n and 1Password.';

/** What was thrown, with fields as Node, axios and n8n add them. */
const thrown = (message: string, fields: Record<string, unknown> = {}) =>
	Object.assign(new Error(message), fields);

describe('the whole text that a person reads where nothing answered', () => {
	it.each([
		['ECONNREFUSED', UNREACHABLE, `The host refused the connection. ${TRY_AGAIN}`],
		['ECONNRESET', UNREACHABLE, `The connection was broken off. ${TRY_AGAIN}`],
		['EPIPE', UNREACHABLE, `The connection was broken off. ${TRY_AGAIN}`],
		['EAI_AGAIN', UNREACHABLE, `The name server did not answer. ${TRY_AGAIN}`],
		['ENETUNREACH', UNREACHABLE, `There is no route to the host. ${TRY_AGAIN}`],
		['EHOSTUNREACH', UNREACHABLE, `There is no route to the host. ${TRY_AGAIN}`],
		['ENETDOWN', UNREACHABLE, TRY_AGAIN],
		['ERR_NETWORK', UNREACHABLE, TRY_AGAIN],
		['ERR_BAD_RESPONSE', UNREACHABLE, TRY_AGAIN],
		['UND_ERR_SOCKET', UNREACHABLE, TRY_AGAIN],
		['ECONNABORTED', TOO_SLOW, TRY_AGAIN],
		['ETIMEDOUT', TOO_SLOW, TRY_AGAIN],
		[
			'ENOTFOUND',
			UNREACHABLE,
			'There is no such host. Check the region or base URL in the credential, and that n8n can resolve names.',
		],
		['CERT_HAS_EXPIRED', UNREACHABLE, CERTIFICATE],
		['DEPTH_ZERO_SELF_SIGNED_CERT', UNREACHABLE, CERTIFICATE],
		['UNABLE_TO_VERIFY_LEAF_SIGNATURE', UNREACHABLE, CERTIFICATE],
		['ERR_TLS_CERT_ALTNAME_INVALID', UNREACHABLE, CERTIFICATE],
		['EPROTO', UNREACHABLE, NO_TLS],
		['ERR_SSL_WRONG_VERSION_NUMBER', UNREACHABLE, NO_TLS],
		['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', UNREACHABLE, NO_TLS],
		['ERR_INVALID_URL', UNREACHABLE, CHECK_BOTH],
	])('%s', (code, message, description) => {
		expect(noAnswer(thrown('something broke', { code }), HOST)).toMatchObject({ message, description });
	});

	it.each([
		['socket hang up', UNREACHABLE],
		['aborted', UNREACHABLE],
		['stream closed early', UNREACHABLE],
		['timeout of 30000ms exceeded', TOO_SLOW],
		['Request timed out', TOO_SLOW],
	])('without a code: %s', (text, message) => {
		expect(noAnswer(thrown(text), HOST)).toMatchObject({ message, description: TRY_AGAIN });
	});

	it('where the HTTP client gives neither a code nor a known text', () => {
		expect(noAnswer(thrown('odd', { isAxiosError: true }), HOST)).toMatchObject({
			message: UNREACHABLE,
			description: CHECK_BOTH,
		});
	});

	it('where the credential does not allow the host', () => {
		expect(noAnswer(thrown('Domain not allowed: see the credential'), `${HOST}:8443`)).toMatchObject({
			message: 'The credential does not allow requests to api.1password.com',
			description:
				'Open the 1Password credential and add api.1password.com to Allowed Domains, or set Allowed HTTP Request Domains to All.',
		});
	});

	it('where the execution was cancelled', () => {
		expect(cancelled()).toMatchObject({
			message: 'The execution was cancelled',
			description: 'No further request was sent to 1Password. What was changed before stays changed.',
		});
	});
});

describe('the whole text that a person reads where something inside n8n failed', () => {
	const NOT_SENT = 'n8n could not send the request to 1Password';
	const inside = (kind: string) =>
		`Something inside n8n failed${kind}, such as its database or one of its own checks. Look into n8n's log.`;

	it('names the kind of the innermost cause', () => {
		const inner = thrown('disk', { name: 'QueryFailedError' });
		const middle = thrown('again', { name: 'OperationalError', cause: inner });

		expect(noAnswer(thrown('wrapped', { name: 'NodeApiError', cause: middle }), HOST)).toMatchObject({
			message: NOT_SENT,
			description: inside(' (QueryFailedError)'),
		});
	});

	it.each([
		['a text before a word', 'Bearer token-1: Error'],
		['a text after a word', 'Error: Bearer token-1'],
		['a word that is too long', 'E'.repeat(61)],
		['nothing', ''],
		['no text', 5],
	])('names no kind that is %s', (_, name) => {
		expect(noAnswer(thrown('odd', { name }), HOST)).toMatchObject({
			message: NOT_SENT,
			description: inside(''),
		});
	});

	it('names a kind of sixty letters', () => {
		expect(noAnswer(thrown('odd', { name: 'E'.repeat(60) }), HOST).description).toBe(
			inside(` (${'E'.repeat(60)})`),
		);
	});

	it.each(['500', '502 Bad Gateway'])('is not the connection because of a status: %s', (httpCode) => {
		expect(noAnswer(thrown('odd', { httpCode }), HOST).message).toBe(NOT_SENT);
	});

	it('is not read out of the end of one text and the beginning of another', () => {
		const full = thrown('out of disk space');

		expect(noAnswer(thrown('at the same time', { cause: full }), HOST).message).toBe(NOT_SENT);
		expect(noAnswer(thrown('at the same time', { messages: ['out of disk space'] }), HOST).message).toBe(
			NOT_SENT,
		);
	});

	it('is not searched deeper than five causes', () => {
		const causes = Array.from({ length: 5 }, (_, level) => `level ${level}`);
		const deep = causes.reduce(
			(cause, message) => thrown(message, { cause }),
			thrown('broke', { code: 'ECONNRESET' }),
		);

		expect(noAnswer(deep, HOST).message).toBe(NOT_SENT);
	});
});
