import { randomBytes } from 'node:crypto';
import type { ApiVersion } from '../types.ts';

interface Issued {
	readonly version: ApiVersion;
	readonly clientId: string;
	/** Milliseconds since 1970. */
	readonly expiresAt: number;
}

/** The bearer tokens that the account issued. */
export class AccessTokens {
	lifetimeSeconds: number;
	readonly #live = new Map<string, Issued>();
	#issued = 0;

	constructor(lifetimeSeconds: number) {
		this.lifetimeSeconds = lifetimeSeconds;
	}

	/** A new opaque token for an application; tokens that were issued before stay as they are. */
	issue(version: ApiVersion, clientId: string): string {
		const token = randomBytes(36).toString('base64url');
		this.#live.set(token, { version, clientId, expiresAt: Date.now() + this.lifetimeSeconds * 1000 });
		this.#issued++;
		return token;
	}

	/**
	 * The application whose token this is; undefined if it is not valid for this version's paths now.
	 *
	 * 1Password does not say whether a token of one version works on the other. Here it doesn't, so that a client
	 * that mixes versions notices.
	 */
	clientOf(token: string, version: ApiVersion): string | undefined {
		const issued = this.#live.get(token);
		return issued?.version === version && Date.now() < issued.expiresAt ? issued.clientId : undefined;
	}

	/** Revokes one token, if it is the application's own. */
	revoke(token: string, clientId: string): void {
		if (this.#live.get(token)?.clientId === clientId) this.#live.delete(token);
	}

	revokeAllOf(clientId: string): void {
		for (const [token, issued] of this.#live) if (issued.clientId === clientId) this.#live.delete(token);
	}

	revokeAll(): void {
		this.#live.clear();
	}

	/** How many were ever issued, and how many of them would be accepted now. */
	count(): { issued: number; live: number } {
		const now = Date.now();
		const live = [...this.#live.values()].filter(({ expiresAt }) => now < expiresAt).length;
		return { issued: this.#issued, live };
	}
}
