import { createHmac, randomBytes } from 'node:crypto';
import type { ApiVersion, UserState } from '../types.ts';

/** What a page token remembers: the listing it belongs to, and where that continues. */
export interface Continuation {
	version: ApiVersion;
	/** Only users in this state. */
	state: UserState | undefined;
	/** How many users were asked for per page. */
	size: number;
	/** After this position of the directory; 0 is the beginning. */
	after: number;
	/** How many empty pages were sent at this position. */
	emptyBefore: number;
}

const VERSIONS: readonly ApiVersion[] = ['v1', 'v1beta1'];
const STATES: readonly (UserState | undefined)[] = [undefined, 'ACTIVE', 'SUSPENDED'];
const MAC_BYTES = 12;
const PLAIN_BYTES = 12;

/**
 * Page tokens that carry what they remember, and a MAC over it.
 *
 * Nothing is stored, so any number of listings costs no memory. Each sandbox has its own key, so it refuses a token
 * of another one.
 */
export class PageTokens {
	readonly #key = randomBytes(32);

	seal({ version, state, size, after, emptyBefore }: Continuation): string {
		const plain = Buffer.alloc(PLAIN_BYTES);
		plain.writeUInt32BE(after, 0);
		plain.writeUInt32BE(emptyBefore, 4);
		plain.writeUInt16BE(size, 8);
		plain.writeUInt8(STATES.indexOf(state), 10);
		plain.writeUInt8(VERSIONS.indexOf(version), 11);
		const mac = createHmac('sha256', this.#key).update(plain).digest().subarray(0, MAC_BYTES);
		return Buffer.concat([mac, plain]).toString('base64url');
	}

	/** What the token remembers, or undefined if `seal` did not make it. */
	open(token: string): Continuation | undefined {
		const bytes = Buffer.from(token, 'base64url');
		if (bytes.length !== MAC_BYTES + PLAIN_BYTES) return undefined;
		const plain = bytes.subarray(MAC_BYTES);
		const version = VERSIONS[plain.readUInt8(11)];
		if (!version) return undefined;
		const continuation: Continuation = {
			version,
			state: STATES[plain.readUInt8(10)],
			size: plain.readUInt16BE(8),
			after: plain.readUInt32BE(0),
			emptyBefore: plain.readUInt32BE(4),
		};
		// Compares the text itself, because decoding base64 ignores characters that don't belong.
		return this.seal(continuation) === token ? continuation : undefined;
	}
}
