import { fold } from './fold';
import { withAsciiDomain } from './withAsciiDomain';

/** For comparing emails: folded, whichever of its two forms an international domain has. */
export const foldEmail = (email: string) => withAsciiDomain(fold(email));
