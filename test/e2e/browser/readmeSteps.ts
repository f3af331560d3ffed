/** One numbered step of a README, as far as n8n has to keep to it. */
export interface ReadmeStep {
	/** what to press, open or choose, by the labels that n8n shows: what the README sets in bold */
	labels: string[];
	/** what to type, or what the output holds then: what it sets as code */
	code: string[];
	/** what n8n says: what it puts in quotation marks */
	said: string[];
}

/**
 * Reads the numbered steps below a heading, each with its labels in their order.
 *
 * @param heading of the second level, without its number signs
 * @throws Error when there are no steps below it, or one is missing between two others
 */
export function readmeSteps(readme: string, heading: string): ReadmeStep[] {
	const [, section = ''] = readme.split(`\n## ${heading}\n`);
	const [untilNext = ''] = section.split('\n## ');
	const items = [...untilNext.matchAll(/^(\d+)\. (.*(?:\n {2,}.*)*)/gm)];
	if (items.length === 0 || items.some(([, number], index) => Number(number) !== index + 1))
		throw new Error(`README.md has no steps 1, 2, 3, … below "${heading}".`);
	return items.map(([, , text = '']) => ({
		labels: allOf(text, /\*\*(.+?)\*\*/g),
		code: allOf(text, /`(.+?)`/g),
		said: allOf(text, /“(.+?)”/g),
	}));
}

const allOf = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = '']) => found);
