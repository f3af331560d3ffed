import { RecentMap } from '../../utils/RecentMap';
import type { Settings } from '../credential/settings';
import { fingerprintOf } from '../credential/token';
import { cancelled } from '../errors/networkErrors';
import { MOST_KNOWN_USERS, type KnownUsers } from './KnownUsers';
import { Listing } from './Listing';
import { Pace } from './Pace';
import { RequestLimit } from './RequestLimit';
import { SharedPause } from './retryPause';

let moments = 0;

/** Tells what began before what in this process, whatever the clock does. */
export const nextMoment = () => ++moments;

/**
 * What the runs of this process share about an account: how fast 1Password lets them ask, and whom they have seen. A
 * burst of alerts is many runs at once, and 1Password counts their requests together. It is never written anywhere.
 */
export class SharedState {
	readonly limit = new RequestLimit();
	readonly pace = new Pace();
	readonly pause = new SharedPause();
	/** of the last complete listing */
	known: KnownUsers | undefined;
	/** the listing of everyone under way that began last */
	listing: Listing | undefined;
	/** how many listings of everyone are under way */
	listings = 0;
	/** what a listing shows that began before this moment is not remembered */
	private forgotten = 0;

	/**
	 * Resolves when a request may leave: no pause is in force, and no other request has just left.
	 * @throws ApiError when the execution is cancelled before
	 */
	async turn(signal: AbortSignal | undefined): Promise<void> {
		do {
			// In this order, or all that a pause has held back would start at its end in one go.
			await this.pause.over(signal);
			await this.pace.turn();
			// One may have begun while the request stood in the queue.
		} while (this.pause.isInForce);
		if (signal?.aborted) throw cancelled();
	}

	/** Lets other runs wait for a listing, and remembers whom it shows. The caller adds its pages and ends it in any case. */
	beginListing(): Listing {
		const listing = new Listing(nextMoment());
		this.listing = listing;
		this.listings++;
		void listing.over.then(() => this.listings--);
		void listing.known.then((known) => {
			if (this.listing === listing) this.listing = undefined;
			if (known) this.remember(known);
		});
		return listing;
	}

	forgetUsers(): void {
		this.known = undefined;
		this.listing = undefined;
		this.forgotten = nextMoment();
	}

	private remember(known: KnownUsers): void {
		if (known.begun < Math.max(this.known?.begun ?? 0, this.forgotten)) return;
		this.known = known;
		forgetBeyondBound();
	}
}

/** By account, client and secret: who may not see an account gets nothing that somebody else has seen. */
const states = new RecentMap(() => new SharedState());

/** What the runs with this host, account, client ID and secret share. */
export const sharedStateOf = (settings: Settings): SharedState => states.get(fingerprintOf(settings));

/** Forgets whom the account's listings have shown: the next run lists anew. */
export const forgetKnownUsers = (settings: Settings): void => sharedStateOf(settings).forgetUsers();

/** Keeps the known users of all accounts together within their bound; those that were not used for longest go first. */
function forgetBeyondBound(): void {
	const all = [...states.values()];
	let total = all.reduce((sum, { known }) => sum + (known?.size ?? 0), 0);
	for (const state of all) {
		if (total <= MOST_KNOWN_USERS) return;
		total -= state.known?.size ?? 0;
		state.known = undefined;
	}
}
