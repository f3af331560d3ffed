import { foldEmail } from '../../utils/foldEmail';
import { hash32 } from '../../utils/hash32';
import { LARGEST_PAGE } from '../endpoints';

/** What is kept of an account with more users than this is nothing. */
export const MOST_KNOWN_USERS = 300_000;
/** Above the number of users; hash and position then fit into the 53 bits of a whole number. */
const SPAN = 2 ** 20;

/**
 * Whom a complete listing of an account has shown: for an email, the IDs of the users who may have it. Without the
 * emails themselves, and packed, it takes 34 bytes for each user: their hashes with the position of the ID, sorted, and
 * the IDs.
 */
export class KnownUsers {
	/** when the listing began; see `nextMoment` */
	readonly begun: number;
	/** how many pages a listing of the account takes */
	readonly pages: number;
	private readonly keys: Float64Array;
	private readonly ids: Buffer;
	private readonly width: number;

	/**
	 * @param listed how many users the listing has shown
	 * @param hashes of the emails of those who have one; at most 300,000
	 * @param ids of the same users, in the same order
	 */
	constructor(begun: number, listed: number, hashes: readonly number[], ids: readonly string[]) {
		this.begun = begun;
		this.pages = Math.max(1, Math.ceil(listed / LARGEST_PAGE));
		this.keys = Float64Array.from(hashes, (hash, position) => hash * SPAN + position).sort();
		this.width = ids.reduce((longest, id) => Math.max(longest, id.length), 0);
		this.ids = Buffer.from(ids.map((id) => id.padEnd(this.width)).join(''), 'latin1');
	}

	get size(): number {
		return this.keys.length;
	}

	/**
	 * The IDs of all users who may have the email: those who have it, and whoever has another one with the same hash. So
	 * none means that nobody in the listing has this email.
	 * @returns an ID is '' where it is not known
	 */
	candidates(email: string): string[] {
		const from = hash32(foldEmail(email)) * SPAN;
		const ids: string[] = [];
		for (let index = this.firstFrom(from); index < this.keys.length; index++) {
			const position = this.keys[index]! - from;
			if (position >= SPAN) break;
			ids.push(this.idAt(position));
		}
		return ids;
	}

	private idAt(position: number): string {
		const start = position * this.width;
		return this.ids.toString('latin1', start, start + this.width).trimEnd();
	}

	/** Binary search for the first key that is not below. */
	private firstFrom(key: number): number {
		let low = 0;
		let high = this.keys.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (this.keys[middle]! < key) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}
