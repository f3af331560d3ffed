/** Resolves when whatever is due by now has happened: for tests that look again and again whether something has come. */
export const aTurn = async () => await new Promise<void>((resolve) => setImmediate(resolve));
