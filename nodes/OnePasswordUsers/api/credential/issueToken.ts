import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { RecentMap } from '../../utils/RecentMap';
import type { ApiVersion } from '../types';
import type { Settings } from './settings';
import {
	exchangeToken,
	fingerprintOf,
	usableToken,
	versionsToAsk,
	type HttpRequest,
	type StoredToken,
} from './token';

/** A caller that brings a dead token of its own gets one that is no older (milliseconds): nobody can have found it dead. */
const JUST_ISSUED_MS = 10_000;
/** So many tokens of an account are told apart by their age. */
const REMEMBERED_TOKENS = 10;

/** What the runs of this process share about an account's token. It is never written anywhere. */
class IssuedTokens {
	latest: StoredToken | undefined;
	/** when this process was issued each of the last tokens (milliseconds, monotonic) */
	readonly issuedAt = new Map<string, number>();
	/** the exchanges under way, by the versions that they ask */
	readonly underWay = new Map<string, Promise<StoredToken>>();

	add(token: StoredToken): void {
		this.latest = token;
		this.issuedAt.set(token.accessToken, performance.now());
		const [oldest] = this.issuedAt.keys();
		if (oldest !== undefined && this.issuedAt.size > REMEMBERED_TOKENS) this.issuedAt.delete(oldest);
	}

	/** The latest token, if it may be handed out to somebody who found the token in hand dead. */
	usableBy(inHand: unknown, version: ApiVersion, settings: Settings): StoredToken | undefined {
		const { latest } = this;
		if (latest?.issuedBy !== version || usableToken({ ...latest }, settings) === undefined) return undefined;
		if (!inHand) return latest;
		const age = performance.now() - (this.issuedAt.get(latest.accessToken) ?? -Infinity);
		return latest.accessToken !== inHand && age < JUST_ISSUED_MS ? latest : undefined;
	}
}

const accounts = new RecentMap(() => new IssuedTokens());

/**
 * Gets a token for whoever needs one. However many runs of this process find their token dead, it asks 1Password once:
 * those who come while it does wait for that, and those who come later get the same token as long as it may be used.
 * @param data with the token that the caller found dead, if any: that one is not handed out again
 * @throws ApiError as `exchangeToken` does
 */
export async function issueToken(
	http: HttpRequest,
	data: ICredentialDataDecryptedObject,
	settings: Settings,
): Promise<StoredToken> {
	const account = accounts.get(fingerprintOf(settings));
	const versions = versionsToAsk(data, settings);
	const latest = account.usableBy(data.accessToken, versions[0]!, settings);
	if (latest) return latest;
	const order = versions.join();
	const underWay = account.underWay.get(order);
	if (underWay) return await underWay;
	const exchange = exchangeToken(http, data, settings)
		.then((token) => {
			account.add(token);
			return token;
		})
		.finally(() => account.underWay.delete(order));
	account.underWay.set(order, exchange);
	return await exchange;
}

/** When this process was issued a token (milliseconds, monotonic); undefined if it was not, or long ago. */
export const issuedAt = (settings: Settings, token: string): number | undefined =>
	accounts.get(fingerprintOf(settings)).issuedAt.get(token);

/**
 * The next one who needs a token gets a new one: 1Password refuses this one, it was revoked, or another version is to
 * issue it.
 * @param isDead tells of the latest token whether it is of no use any more
 */
export function forgetIssuedToken(
	settings: Settings,
	isDead: (token: StoredToken) => boolean = () => true,
): void {
	const account = accounts.get(fingerprintOf(settings));
	if (account.latest && isDead(account.latest)) account.latest = undefined;
}
