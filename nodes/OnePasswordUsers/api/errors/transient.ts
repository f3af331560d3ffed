/** Below 500: the request took too long, came too early, or too often. */
const TRANSIENT_STATUSES = new Set([408, 425, 429]);

/** Whether the same request may be answered otherwise a moment later. */
export const isTransientStatus = (statusCode: number) =>
	TRANSIENT_STATUSES.has(statusCode) || statusCode >= 500;
