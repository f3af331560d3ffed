import { createHmac, randomBytes } from 'node:crypto';

const MAC_BYTES = 12;
const POSITION_BYTES = 6;

/**
 * Page tokens that mean nothing to a client: where to continue, sealed together with the query they belong to.
 *
 * Nothing is kept, so any number of listings costs no memory. The key is new for each sandbox, so a token from
 * another one, or for another filter or page size, is no token here.
 */
export class PageTokens {
	readonly #key = randomBytes(32);

	/** @param query what must be the same when the token comes back */
	seal(position: number, query: string): string {
		const plain = Buffer.alloc(POSITION_BYTES);
		plain.writeUIntBE(position, 0, POSITION_BYTES);
		const mac = createHmac('sha256', this.#key).update(plain).update(query).digest().subarray(0, MAC_BYTES);
		return Buffer.concat([mac, this.#mask(plain, mac)]).toString('base64url');
	}

	/** The position, or undefined if this is not a token that `seal` made for this query. */
	open(token: string, query: string): number | undefined {
		const bytes = Buffer.from(token, 'base64url');
		if (bytes.length !== MAC_BYTES + POSITION_BYTES) return undefined;
		const plain = this.#mask(bytes.subarray(MAC_BYTES), bytes.subarray(0, MAC_BYTES));
		const position = plain.readUIntBE(0, POSITION_BYTES);
		// Sealing it again compares the text itself: base64 reading overlooks stray characters.
		return this.seal(position, query) === token ? position : undefined;
	}

	#mask(bytes: Buffer, mac: Buffer): Buffer {
		const pad = createHmac('sha256', this.#key).update('mask').update(mac).digest();
		return Buffer.from(bytes.map((byte, index) => byte ^ (pad[index] ?? 0)));
	}
}
