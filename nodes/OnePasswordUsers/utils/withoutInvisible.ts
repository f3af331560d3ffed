/**
 * The text without characters that nobody sees: Unicode's format characters and those that are ignorable by default, such
 * as zero-width spaces, soft hyphens, direction marks and variation selectors, and the blank among the braille patterns.
 * @param inTheirPlace what to put where each of them was
 */
export const withoutInvisible = (text: string, inTheirPlace = '') =>
	text.replace(/[\p{Cf}\p{DI}\u2800]/gu, inTheirPlace);
