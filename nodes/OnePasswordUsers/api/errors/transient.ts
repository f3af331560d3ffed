const TRANSIENT_STATUSES = new Set([429, 500, 502, 503, 504]);

/** Whether the same request may be answered otherwise a moment later. */
export const isTransientStatus = (statusCode: number) => TRANSIENT_STATUSES.has(statusCode);
