/** The text without characters that nobody sees (Unicode `Cf`: zero-width spaces, soft hyphens, direction marks). */
export const withoutInvisible = (text: string) => text.replace(/\p{Cf}/gu, '');
