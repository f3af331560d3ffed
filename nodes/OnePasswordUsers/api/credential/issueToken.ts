import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { RecentMap } from '../../utils/RecentMap';
import type { Settings } from './settings';
import {
	exchangeToken,
	fingerprintOf,
	usableToken,
	versionsToAsk,
	type HttpRequest,
	type StoredToken,
} from './token';

/** A token that this process was issued, and when it had it. */
interface Issued {
	token: StoredToken;
	/** milliseconds, monotonic */
	at: number;
}

/** What the runs of this process share about an account's token. It is never written anywhere. */
class IssuedTokens {
	latest: Issued | undefined;
	/** the exchanges under way, by the versions that they ask */
	readonly underWay = new Map<string, Promise<StoredToken>>();
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
	const latest = account.latest?.token;
	if (
		latest &&
		latest.issuedBy === versions[0] &&
		latest.accessToken !== data.accessToken &&
		usableToken({ ...latest }, settings) !== undefined
	)
		return latest;
	const order = versions.join();
	const underWay = account.underWay.get(order);
	if (underWay) return await underWay;
	const exchange = exchangeToken(http, data, settings)
		.then((token) => {
			account.latest = { token, at: performance.now() };
			return token;
		})
		.finally(() => account.underWay.delete(order));
	account.underWay.set(order, exchange);
	return await exchange;
}

/**
 * The next one who needs a token gets a new one: 1Password refuses the one in hand, it was revoked, or another version is
 * to issue it.
 * @param refused the token that 1Password refuses; if this process was issued another one since, that one stays
 * @returns when this process was issued the token that is forgotten (milliseconds, monotonic)
 */
export function forgetIssuedToken(settings: Settings, refused?: string): number | undefined {
	const account = accounts.get(fingerprintOf(settings));
	const { latest } = account;
	if (!latest || (refused !== undefined && latest.token.accessToken !== refused)) return undefined;
	account.latest = undefined;
	return latest.at;
}
