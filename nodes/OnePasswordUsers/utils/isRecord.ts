/** Whether a parsed answer is a JSON object: neither null, a list, nor the text that an HTML page leaves. */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
