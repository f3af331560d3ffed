import { randomBytes } from 'node:crypto';
import type { ApiVersion } from '../types.ts';

interface Issued {
	readonly version: ApiVersion;
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

	/** A new opaque token; tokens that were issued before stay as they are. */
	issue(version: ApiVersion): string {
		const token = randomBytes(36).toString('base64url');
		this.#live.set(token, { version, expiresAt: Date.now() + this.lifetimeSeconds * 1000 });
		this.#issued++;
		return token;
	}

	/**
	 * Whether the token is valid for this version's paths now.
	 *
	 * 1Password does not say whether a token of one version works on the other. Here it doesn't, so that a client
	 * that mixes versions notices.
	 */
	accepts(token: string, version: ApiVersion): boolean {
		const issued = this.#live.get(token);
		return issued !== undefined && issued.version === version && Date.now() < issued.expiresAt;
	}

	revoke(token: string): void {
		this.#live.delete(token);
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
