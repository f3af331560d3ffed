/** Below 500: the request took too long, came too early, or too often. */
const TRANSIENT_STATUSES = new Set([408, 425, 429]);

/** Whether the same request may be answered otherwise a moment later. */
export const isTransientStatus = (statusCode: number) =>
	TRANSIENT_STATUSES.has(statusCode) || statusCode >= 500;

const UNKNOWN_PATH_STATUSES = new Set([404, 405, 410, 501]);

/** Whether a gateway may say this of a path that it does not know; a 501 may pass as well. */
export const isUnknownPathStatus = (statusCode: number) => UNKNOWN_PATH_STATUSES.has(statusCode);
