import { createHmac, randomBytes } from 'node:crypto';

/** Where a listing continues. */
export interface Continuation {
	/** After this position of the directory; 0 is the beginning. */
	after: number;
	/** How many empty pages were sent at this position. */
	emptyBefore: number;
}

const MAC_BYTES = 12;
const PLAIN_BYTES = 8;

/**
 * Page tokens that carry where to continue, and a MAC over it and the query they belong to.
 *
 * Nothing is stored, so any number of listings costs no memory. Each sandbox has its own key, so it refuses a token
 * of another sandbox, filter or page size.
 */
export class PageTokens {
	readonly #key = randomBytes(32);

	/** @param query what must be the same when the token comes back */
	seal({ after, emptyBefore }: Continuation, query: string): string {
		const plain = Buffer.alloc(PLAIN_BYTES);
		plain.writeUInt32BE(after, 0);
		plain.writeUInt32BE(emptyBefore, 4);
		const mac = createHmac('sha256', this.#key).update(plain).update(query).digest().subarray(0, MAC_BYTES);
		return Buffer.concat([mac, plain]).toString('base64url');
	}

	/** Where to continue, or undefined if this is not a token that `seal` made for this query. */
	open(token: string, query: string): Continuation | undefined {
		const bytes = Buffer.from(token, 'base64url');
		if (bytes.length !== MAC_BYTES + PLAIN_BYTES) return undefined;
		const plain = bytes.subarray(MAC_BYTES);
		const continuation = { after: plain.readUInt32BE(0), emptyBefore: plain.readUInt32BE(4) };
		// Compares the text itself, because decoding base64 ignores characters that don't belong.
		return this.seal(continuation, query) === token ? continuation : undefined;
	}
}
