import { trim } from './trim';

/**
 * For comparing emails, names and domains without regard to case: trimmed, composed (NFC), in lower case. A plus-address
 * stays another address. The Turkish capital İ becomes i, and not i with a dot above it; a Greek sigma is the same at the
 * end of a word and elsewhere. Protected Users compares more broadly, see safeguards.ts.
 */
export const fold = (text: string) =>
	trim(text).normalize('NFC').toLowerCase().normalize('NFC').replaceAll('i\u0307', 'i').replaceAll('ς', 'σ');
