/** What the API answers, before it is written to a connection. */
export interface Answer {
	status: number;
	headers: Record<string, string>;
	/** A string is sent as it is, undefined as an empty body, anything else as JSON. */
	body: unknown;
}

/** gRPC codes and the HTTP statuses that google.rpc.Status maps them to. */
export const RPC = {
	invalidArgument: { code: 3, status: 400 },
	notFound: { code: 5, status: 404 },
	permissionDenied: { code: 7, status: 403 },
	resourceExhausted: { code: 8, status: 429 },
	unimplemented: { code: 12, status: 405 },
	internal: { code: 13, status: 500 },
	unavailable: { code: 14, status: 503 },
	unauthenticated: { code: 16, status: 401 },
} as const;

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

/** What stands in front of the API knows nothing of its error format: it answers unknown paths with a web page. */
export function gatewayPage(status: number): Answer {
	const body = `<!DOCTYPE html>\n<html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>\n`;
	return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}
