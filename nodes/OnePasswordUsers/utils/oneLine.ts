/** Somebody else's text, short enough to read, without line breaks, control or invisible characters. */
export function oneLine(text: string, longest = 80): string {
	const line = text.replace(/[\p{C}\s]+/gu, ' ').trim();
	return line.length > longest ? `${line.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '')}…` : line;
}
