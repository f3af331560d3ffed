import type { GatewayStatus, Shapes } from '../types.ts';

/** What the API answers, before it is written to a connection. */
export interface Answer {
	status: number;
	headers: Record<string, string>;
	/** A string is sent as it is, undefined as an empty body, anything else as JSON. */
	body: unknown;
}

/** gRPC codes, their names, and the HTTP statuses that google.rpc.Status maps them to. */
export const RPC = {
	invalidArgument: { code: 3, name: 'INVALID_ARGUMENT', status: 400 },
	notFound: { code: 5, name: 'NOT_FOUND', status: 404 },
	permissionDenied: { code: 7, name: 'PERMISSION_DENIED', status: 403 },
	resourceExhausted: { code: 8, name: 'RESOURCE_EXHAUSTED', status: 429 },
	unimplemented: { code: 12, name: 'UNIMPLEMENTED', status: 405 },
	internal: { code: 13, name: 'INTERNAL', status: 500 },
	unavailable: { code: 14, name: 'UNAVAILABLE', status: 503 },
	unauthenticated: { code: 16, name: 'UNAUTHENTICATED', status: 401 },
} as const;

/** The statuses with which a gateway may answer a path that it does not know. */
export const GATEWAY_STATUSES: readonly GatewayStatus[] = [401, 403, 404, 405, 410, 501];

/** A 200 with JSON. */
export function ok(body: unknown, headers: Record<string, string> = {}): Answer {
	return { status: 200, headers, body };
}

/** An error as the Users API words it: google.rpc.Status as JSON. */
export function rpcError(
	kind: keyof typeof RPC,
	message: string,
	headers: Record<string, string> = {},
): Answer {
	const { code, status } = RPC[kind];
	return { status, headers, body: { code, message, details: [] } };
}

/** The error body that fits a status, for faults that name nothing but a status. */
export function errorForStatus(status: number): Answer {
	const known = Object.values(RPC).find((kind) => kind.status === status);
	const code = known?.code ?? (status >= 500 ? RPC.unavailable.code : RPC.invalidArgument.code);
	return { status, headers: {}, body: { code, message: `made to fail with ${status}`, details: [] } };
}

/** Why a token or revoke call was refused, in the words of RFC 6749 section 5.2. */
export type OAuthErrorName =
	'invalid_client' | 'invalid_request' | 'invalid_scope' | 'unsupported_grant_type';

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2 */
export function oauthError(error: OAuthErrorName, description: string): Answer {
	const body = { error, error_description: description };
	const headers = { 'cache-control': 'no-store', pragma: 'no-cache' };
	if (error !== 'invalid_client') return { status: 400, headers, body };
	return {
		status: 401,
		headers: { ...headers, 'www-authenticate': 'Basic realm="1Password sandbox"' },
		body,
	};
}

/**
 * The answer to a path that the API does not have. The gateway in front of the API gives it, which need not know the
 * API's error format.
 */
export function unknownPathAnswer(status: GatewayStatus, shape: Shapes['unknownPaths']): Answer {
	if (shape === 'json') return { status, headers: {}, body: { code: 5, message: 'Not Found', details: [] } };
	if (shape === 'text') return plainText(status, '404 page not found\n');
	const body = `<!DOCTYPE html>\n<html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>\n`;
	return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

/** The answer to a wrong method on a path that the API has. */
export function wrongMethodAnswer(allowed: string, shape: Shapes['wrongMethods']): Answer {
	const allow = { allow: allowed };
	if (shape === '405-json') return rpcError('unimplemented', 'method not allowed', allow);
	if (shape === '405-empty') return { status: 405, headers: allow, body: undefined };
	return shape === '405-text'
		? plainText(405, 'Method Not Allowed\n', allow)
		: plainText(501, 'Not Implemented\n');
}

function plainText(status: number, body: string, headers: Record<string, string> = {}): Answer {
	return { status, headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' }, body };
}
