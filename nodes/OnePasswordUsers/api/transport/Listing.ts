import { foldEmail } from '../../utils/foldEmail';
import { hash32 } from '../../utils/hash32';
import { jsonCopy } from '../../utils/jsonCopy';
import type { User } from '../types';
import { KnownUsers, MOST_KNOWN_USERS } from './KnownUsers';

/** 1Password's IDs have 26 characters. Of longer ones only this is known, that there is such a user. */
const LONGEST_ID = 64;

/** By folded email, all users who have it. */
export type Matches = ReadonlyMap<string, User[]>;

/** An unfiltered listing under way, and what it has shown so far. Other runs of the process can join it. */
export class Listing {
	/**
	 * resolves with whom it has shown, at its end; with undefined where it broke off, or as soon as the account turns out to
	 * be too large
	 */
	readonly known: Promise<KnownUsers | undefined>;
	/** resolves when it is over, with what those who joined it look for; with undefined where it broke off */
	readonly over: Promise<Matches | undefined>;
	private readonly begun: number;
	private tell: (known?: KnownUsers) => void = () => {};
	private settle: (matches?: Matches) => void = () => {};
	private readonly wanted = new Map<string, User[]>();
	private hashes: number[] = [];
	private ids: string[] = [];
	private listed = 0;

	/** @param begun when it began; see `nextMoment` */
	constructor(begun: number) {
		this.begun = begun;
		this.known = new Promise((resolve) => (this.tell = resolve));
		this.over = new Promise((resolve) => (this.settle = resolve));
	}

	/**
	 * Looks for emails on behalf of another run.
	 * @param keys folded emails
	 * @param since when that run began
	 * @returns `over`; undefined where this listing can't answer for that run: it began before the run did, or has shown
	 * users already
	 */
	join(keys: Iterable<string>, since: number): Promise<Matches | undefined> | undefined {
		if (this.begun <= since || this.listed > 0) return undefined;
		for (const key of keys) if (!this.wanted.has(key)) this.wanted.set(key, []);
		return this.over;
	}

	/** How many users it has shown so far. */
	get shown(): number {
		return this.listed;
	}

	/** Takes note of the users of a page. */
	add(page: User[]): void {
		this.listed += page.length;
		const isKept = this.listed <= MOST_KNOWN_USERS;
		if (!isKept) this.forget();
		for (const user of page) {
			const { email, id = '' } = user;
			if (!email) continue;
			const key = foldEmail(email);
			// A copy: whoever lists may hand the user on to others, who may change it.
			this.wanted.get(key)?.push(jsonCopy(user));
			if (!isKept) continue;
			this.hashes.push(hash32(key));
			this.ids.push(id.length > LONGEST_ID ? '' : id);
		}
	}

	/** To be called when every page was added. */
	complete(): void {
		if (this.listed <= MOST_KNOWN_USERS)
			this.tell(new KnownUsers(this.begun, this.listed, this.hashes, this.ids));
		this.settle(this.wanted);
	}

	/** To be called in any case, also when it broke off. */
	end(): void {
		this.forget();
		this.settle(undefined);
	}

	/** Nobody becomes known by this listing. */
	private forget(): void {
		this.hashes = [];
		this.ids = [];
		this.tell(undefined);
	}
}
