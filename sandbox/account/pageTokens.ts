import { createHmac, randomBytes } from 'node:crypto';

/** Where a listing goes on. */
export interface Continuation {
	/** Behind this position of the directory; 0 is the beginning. */
	after: number;
	/** How many empty pages were sent at this point. */
	emptyBefore: number;
}

const MAC_BYTES = 12;
const PLAIN_BYTES = 8;

/**
 * Page tokens that mean nothing to a client: where to continue, sealed together with the query they belong to.
 *
 * Nothing is kept, so any number of listings costs no memory. The key is new for each sandbox, so a token from
 * another one, or for another filter or page size, is no token here.
 */
export class PageTokens {
	readonly #key = randomBytes(32);

	/** @param query what must be the same when the token comes back */
	seal({ after, emptyBefore }: Continuation, query: string): string {
		const plain = Buffer.alloc(PLAIN_BYTES);
		plain.writeUInt32BE(after, 0);
		plain.writeUInt32BE(emptyBefore, 4);
		const mac = createHmac('sha256', this.#key).update(plain).update(query).digest().subarray(0, MAC_BYTES);
		return Buffer.concat([mac, this.#mask(plain, mac)]).toString('base64url');
	}

	/** Where to continue, or undefined if this is not a token that `seal` made for this query. */
	open(token: string, query: string): Continuation | undefined {
		const bytes = Buffer.from(token, 'base64url');
		if (bytes.length !== MAC_BYTES + PLAIN_BYTES) return undefined;
		const plain = this.#mask(bytes.subarray(MAC_BYTES), bytes.subarray(0, MAC_BYTES));
		const continuation = { after: plain.readUInt32BE(0), emptyBefore: plain.readUInt32BE(4) };
		// Sealing it again compares the text itself: base64 reading overlooks stray characters.
		return this.seal(continuation, query) === token ? continuation : undefined;
	}

	#mask(bytes: Buffer, mac: Buffer): Buffer {
		const pad = createHmac('sha256', this.#key).update('mask').update(mac).digest();
		return Buffer.from(bytes.map((byte, index) => byte ^ (pad[index] ?? 0)));
	}
}
