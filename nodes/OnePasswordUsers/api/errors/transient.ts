const PASSING_STATUSES = new Set([429, 500, 502, 503, 504]);

/** Whether the same request may be answered otherwise a moment later. */
export const isPassingStatus = (statusCode: number) => PASSING_STATUSES.has(statusCode);
