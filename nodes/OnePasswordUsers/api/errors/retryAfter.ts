/**
 * Reads a Retry-After header (RFC 9110, section 10.2.3): seconds or an HTTP date.
 * @returns milliseconds from now, or undefined where there is none that makes sense
 */
export function retryAfterMs(header: unknown, now = Date.now()): number | undefined {
	const first: unknown = Array.isArray(header) ? header[0] : header;
	const text = typeof first === 'string' || typeof first === 'number' ? String(first).trim() : '';
	if (/^\d+$/.test(text)) return Number(text) * 1000;
	const date = /^[A-Za-z]{3,9}, \d/.test(text) ? Date.parse(text) : NaN;
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
