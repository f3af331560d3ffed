/** What the API reads of an HTTP request. */
export interface ApiRequest {
	readonly method: string;
	readonly query: URLSearchParams;
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	readonly body: string;
}

/** A header's text; the empty string if it was not sent. */
export function headerOf(request: ApiRequest, name: string): string {
	const value = request.headers[name];
	return typeof value === 'string' ? value : (value?.join(', ') ?? '');
}
