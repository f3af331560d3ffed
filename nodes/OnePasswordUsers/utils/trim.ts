/**
 * What spreadsheets and directories leave around a text, unseen: spaces, control characters, byte order marks, direction
 * marks. The greedy search from the end takes the same time for each character, however many there are.
 */
const AROUND = /^[\s\p{Cc}\p{Cf}\p{DI}\u2800]*([^]*[^\s\p{Cc}\p{Cf}\p{DI}\u2800])?/u;

/** The text without spaces and characters that nobody sees around it; within it, they stay. */
export const trim = (text: string) => AROUND.exec(text)?.[1] ?? '';
