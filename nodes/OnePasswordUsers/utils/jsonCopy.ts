/**
 * A copy of what came as JSON that shares nothing with it. (structuredClone fails where something is nested some 2000
 * levels deep, which JSON can be.)
 */
export const jsonCopy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
