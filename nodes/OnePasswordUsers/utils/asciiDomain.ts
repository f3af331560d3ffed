/** What has letters beyond ASCII, and nothing that is not of a domain; a pattern's `*` may stand in it. */
const INTERNATIONAL = /^(?=.*[^\0-\x7f])[\p{L}\p{M}\p{N}*._-]+$/u;

/**
 * A domain as name servers know it: `münchen.example` is `xn--mnchen-3ya.example`, and either may be written for the other.
 * @returns the text itself where there is no other form of it
 */
export function asciiDomain(domain: string): string {
	if (!INTERNATIONAL.test(domain)) return domain;
	// A label that begins with it would have no other form.
	const star = /^\*[^.]/.test(domain) ? '*' : '';
	try {
		return star + new URL(`http://${domain.slice(star.length)}`).hostname;
	} catch {
		return domain;
	}
}
