import { asciiDomain } from './asciiDomain';

/** An email with its domain as name servers know it. */
export function withAsciiDomain(email: string): string {
	const domainAt = email.lastIndexOf('@') + 1;
	return email.slice(0, domainAt) + asciiDomain(email.slice(domainAt));
}
