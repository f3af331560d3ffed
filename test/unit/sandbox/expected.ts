/** Jest's own matchers are typed `any`; these are the few that the sandbox's tests need, typed. */

/** Any text, or one that fits. */
export const aText = (like = /^/): unknown => expect.stringMatching(like);

export const aTextWith = (part: string): unknown => expect.stringContaining(part);

export const aNumber: unknown = expect.any(Number);

export const aListWith = (...items: unknown[]): unknown => expect.arrayContaining(items);
