import type { FaultRow, Sight, Step } from './steps';

const HTML = '<html><body>We will be back soon</body></html>';
const NOW = { headers: { 'retry-after': '0' } };
const AN_HOUR_AGO = new Date(Date.now() - 3_600_000).toUTCString();

const tooMany = () => '1Password is receiving too many requests';
const unavailable = ({ does }: Step) => `1Password is unavailable: no answer to the request to ${does}`;
const unreachable = (_: Step, { url }: Sight) => `1Password could not be reached (${url})`;
const late = (_: Step, { url }: Sight) => `1Password did not answer in time (${url})`;

/** What may have passed a moment later. */
export const TRANSIENT: FaultRow[] = [
	['429 with Retry-After in seconds', { status: 429, ...NOW }, tooMany],
	['429 with Retry-After as a date', { status: 429, headers: { 'retry-after': AN_HOUR_AGO } }, tooMany],
	['429 with a Retry-After without sense', { status: 429, headers: { 'retry-after': 'soon' } }, tooMany],
	['429 with a negative Retry-After', { status: 429, headers: { 'retry-after': '-30' } }, tooMany],
	['429 without Retry-After', { status: 429 }, tooMany],
	['429 with HTML', { status: 429, body: HTML, ...NOW }, tooMany],
	['500', { status: 500, ...NOW }, unavailable],
	['500 without a body', { status: 500, body: '', ...NOW }, unavailable],
	['502 with HTML', { status: 502, body: HTML, ...NOW }, unavailable],
	['503', { status: 503, ...NOW }, unavailable],
	['503 with HTML', { status: 503, body: HTML, ...NOW }, unavailable],
	['504', { status: 504, ...NOW }, unavailable],
	['504 after the server acted', { status: 504, actFirst: true, ...NOW }, unavailable],
	['a connection that broke before the server acted', { kind: 'reset-before' }, unreachable],
	['a connection that broke after the server acted', { kind: 'reset-after' }, unreachable],
	['an answer that was cut off', { kind: 'truncate' }, unreachable],
];
/** The same, where nothing is heard at all. */
export const HANGS: FaultRow[] = [
	['no answer within 30 s', { kind: 'hang' }, late],
	['no answer within 30 s although the server acted', { kind: 'hang', actFirst: true }, late],
];

const refused = ({ does }: Step) => `1Password won't ${does} and does not say why`;
const unknown = ({ at, does }: Step, { url }: Sight) =>
	at === 'list'
		? `1Password does not know this account at ${url} (v1)`
		: `No user ${does.replace(/^\w+ /, '')} in this account`;
const elsewhere = (_: Step, { url }: Sight) =>
	`${url} redirected the request elsewhere, and the redirect was not followed`;
const misunderstood = ({ does }: Step) => `1Password did not understand the request to ${does}`;
/** For a user, the version's list of users has answered by then. */
const gone = (step: Step, { url }: Sight) =>
	step.at === 'list' ? `Version v1 of the Users API is gone at ${url}` : misunderstood(step);
const deadToken = () => '1Password refused a token that it had just issued';
const provisioned = ({ does }: Step) => `1Password won't ${does}: the account uses automated provisioning`;

/** A list of one user, and a user, in one. */
const BOTH = { results: [{ id: 'ANAAAAAAAAAAAAAAAAAAAAAAAA' }], id: 'ANAAAAAAAAAAAAAAAAAAAAAAAA' };

/** What does not pass by waiting. */
export const REFUSALS: FaultRow[] = [
	['400', { status: 400 }, misunderstood],
	['401', { status: 401 }, deadToken],
	['401 with HTML', { status: 401, body: HTML }, deadToken],
	['403 without a reason', { status: 403 }, refused],
	['403 with HTML', { status: 403, body: HTML }, refused],
	['403 without a body', { status: 403, body: '' }, refused],
	['403 with the body of a gateway', { status: 403, body: { message: 'Forbidden' } }, refused],
	['403 with the body of another gateway', { status: 403, body: { code: 'E403' } }, refused],
	[
		'403 of automated provisioning',
		{ status: 403, body: { code: 7, message: 'SCIM provisioning is on' } },
		provisioned,
	],
	['404', { status: 404 }, unknown],
	['404 with HTML', { status: 404, body: HTML }, unknown],
	['410', { status: 410 }, gone],
	['418', { status: 418 }, misunderstood],
	['300 with what was asked for', { status: 300, body: BOTH }, elsewhere],
	['302 to another host', { status: 302, headers: { location: 'http://127.0.0.1:9/' }, body: '' }, elsewhere],
	['307 to another host', { status: 307, headers: { location: 'http://127.0.0.1:9/' }, body: '' }, elsewhere],
];

const SIGN_IN = '<!DOCTYPE html><html><body>Sign in to the guest network</body></html>';

const answer = (name: string, body: unknown): FaultRow => [name, { status: 200, body }];

/** Answers with a good status that are nothing the API documents. */
export const ANSWERS: FaultRow[] = [
	answer('the page of a captive portal', SIGN_IN),
	[
		'the page of a captive portal, called JSON',
		{ status: 200, body: SIGN_IN, contentType: 'application/json' },
	],
	answer('an empty body', ''),
	['204', { status: 204, body: '' }],
	answer('users instead of results', { users: [{ id: 'ANAAAAAAAAAAAAAAAAAAAAAAAA' }] }),
	answer('a list without anything around it', [{ id: 'ANAAAAAAAAAAAAAAAAAAAAAAAA' }]),
	answer('text', '"text"'),
	answer('a number', '42'),
	answer('null', 'null'),
	answer('results that are null', { results: null }),
	answer('results that are no list', { results: { id: 'ANAAAAAAAAAAAAAAAAAAAAAAAA' } }),
	answer('users that are text', { results: ['ANAAAAAAAAAAAAAAAAAAAAAAAA'] }),
	answer('users whose ID is a number', { results: [{ id: 5 }] }),
	answer('a page token that is a number', { results: [], next_page_token: 5 }),
	answer('an error with the status of a success', { code: 7, message: 'no_owner_remain', details: [] }),
	answer('a user within something else', { user: { id: 'ANAAAAAAAAAAAAAAAAAAAAAAAA', state: 'SUSPENDED' } }),
	answer('JSON of another service', { ok: true }),
];

/** What a person reads of them, to begin with. */
export const UNTRUSTED = /^http:\/\/127\.0\.0\.1:\d+ gave an answer that cannot be trusted: (it|its) /;
