import { UserError, type ICredentialDataDecryptedObject } from 'n8n-workflow';
import { readProtectedUsers } from './readProtectedUsers';
import { API_VERSIONS, REGIONS, type Region } from '../endpoints';
import type { ApiVersion } from '../types';

/** A credential's fields, trimmed and checked. */
export interface Settings {
	/** scheme, host and port, e.g. `https://api.1password.com` */
	origin: string;
	apiVersion: 'auto' | ApiVersion;
	accountId: string;
	clientId: string;
	clientSecret: string;
	readOnly: boolean;
	/** IDs, emails and patterns, one each */
	protectedUsers: string[];
	/** how many users of the account may be suspended at most; 0 for no limit */
	maxSuspended: number;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const ACCOUNT_ID = /^[A-Za-z0-9_-]{1,128}$/;
/** RFC 6749 (appendix A) and HTTP Basic (no colon in the user part) leave printable ASCII. */
const CLIENT_ID = /^[\x21-\x39\x3b-\x7e]{1,256}$/;
const CLIENT_SECRET = /^[\x20-\x7e]{1,4096}$/;

/**
 * Reads what a person entered into the credential.
 * @param data the credential as n8n decrypts it
 * @throws UserError that says which field to mend; it never quotes the client ID or the secret
 */
export function readSettings(data: ICredentialDataDecryptedObject): Settings {
	return {
		origin: readOrigin(data),
		apiVersion: readVersion(data.apiVersion),
		accountId: check(
			'Account ID',
			data.accountId,
			ACCOUNT_ID,
			'It is the 26 letters and digits after "/app#/" in the address of your 1Password vault.',
		),
		clientId: check(
			'Client ID',
			data.clientId,
			CLIENT_ID,
			'Copy it again from the OAuth application in 1Password.',
		),
		clientSecret: check(
			'Client Secret',
			data.clientSecret,
			CLIENT_SECRET,
			'Copy it again from where you stored it; 1Password shows it only once.',
		),
		readOnly: readFlag(data.readOnly),
		protectedUsers: readProtectedUsers(data.protectedUsers),
		maxSuspended: readMaxSuspended(data.maxSuspended),
	};
}

function check(field: string, value: unknown, form: RegExp, hint: string): string {
	const text = typeof value === 'string' ? value.trim() : '';
	if (!text) throw new UserError(`The 1Password credential has no ${field}. ${hint}`);
	if (!form.test(text))
		throw new UserError(
			`The 1Password credential's ${field} has characters that do not belong there. ${hint}`,
		);
	return text;
}

function readVersion(value: unknown): Settings['apiVersion'] {
	const known = API_VERSIONS.find((version) => version === value);
	if (known) return known;
	if (value === undefined || value === '' || value === 'auto') return 'auto';
	throw new UserError(
		"The 1Password credential's API Version is none that exists. Choose Automatic, v1 or v1beta1.",
	);
}

function readOrigin(data: ICredentialDataDecryptedObject): string {
	const region = data.region ?? 'com';
	if (region === 'custom') return parseOrigin(data.baseUrl);
	if (typeof region === 'string' && Object.hasOwn(REGIONS, region)) return REGIONS[region as Region];
	throw new UserError(
		"The 1Password credential's Region is none that exists. Choose one from the list, or Custom.",
	);
}

/** A custom host: https, or plain http for this very machine, and nothing but the host. */
function parseOrigin(value: unknown): string {
	const text = typeof value === 'string' ? value.trim() : '';
	const example = 'Use the form https://api.example.com.';
	if (!text) throw new UserError(`The 1Password credential has no Base URL. ${example}`);
	if (!URL.canParse(text))
		throw new UserError(`The 1Password credential's Base URL is not a URL. ${example}`);
	const url = new URL(text);
	if (text.includes('@')) {
		throw new UserError(
			`The 1Password credential's Base URL must not hold a user name or password. ${example}`,
		);
	}
	if (url.pathname !== '/' || /[?#]/.test(text)) {
		throw new UserError(
			`The 1Password credential's Base URL must be the host alone, without path, query or fragment. ${example}`,
		);
	}
	if (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname)))
		return url.origin;
	throw new UserError(
		`The 1Password credential's Base URL must start with https://, or the client secret could be read on its way. ${example}`,
	);
}

/**
 * A safeguard must not disappear without a word. n8n fills in defaults before it resolves expressions, so a value that is
 * missing here means that an expression gave nothing, never that the credential is older than the field.
 */
function readFlag(value: unknown): boolean {
	if (value === true || value === 'true') return true;
	if (value === false || value === 'false') return false;
	throw new UserError(
		"The 1Password credential's Read Only is neither true nor false. Check the expression in this field.",
	);
}

/** The same, for a number that may come as text. */
function readMaxSuspended(value: unknown): number {
	const isNumeric = typeof value === 'number' || (typeof value === 'string' && /^\s*\d+\s*$/.test(value));
	const limit = isNumeric ? Number(value) : NaN;
	if (Number.isSafeInteger(limit) && limit >= 0) return limit;
	throw new UserError(
		"The 1Password credential's Max Suspended Users is not a whole number from 0 up. Enter 0 for no limit, and check the expression in this field.",
	);
}
