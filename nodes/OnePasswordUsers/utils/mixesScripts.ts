/**
 * Whether a word of the text has letters of the Latin script beside letters of another, such as the Cyrillic `а` in
 * `аna`: nobody who reads it can tell.
 */
export const mixesScripts = (text: string) => text.split(/[^\p{L}\p{M}]+/u).some(isMixed);

const isMixed = (word: string) => /\p{Script=Latin}/u.test(word) && /(?!\p{Script=Latin})\p{L}/u.test(word);
