/** What spreadsheets and directories leave around a text, unseen: spaces, control characters, byte order marks, direction marks. */
const AROUND = /^[\s\p{Cc}\p{Cf}\p{DI}\u2800]+|[\s\p{Cc}\p{Cf}\p{DI}\u2800]+$/gu;

/** The text without spaces and characters that nobody sees around it; within it, they stay. */
export const trim = (text: string) => text.replace(AROUND, '');
