/**
 * A short hash that is quick to make (FNV-1a over UTF-16 code units): different texts may have the same one, equal texts
 * always do.
 * @returns a whole number of 32 bits, without sign
 * @see https://datatracker.ietf.org/doc/html/draft-eastlake-fnv
 */
export function hash32(text: string): number {
	let hash = 0x811c9dc5;
	for (let index = 0; index < text.length; index++)
		hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
	return hash >>> 0;
}
