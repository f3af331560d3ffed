/** How many fresh tokens 1Password may refuse in a row before a run asks for no more. */
const MOST_REFUSED = 2;

/** The tokens that a run has sent, and what became of the fresh ones. */
export class SentTokens {
	/** whether each was issued for this run */
	private readonly tokens = new Map<string, boolean>();
	/** fresh ones that were refused, since one was not */
	private readonly refused = new Set<string>();

	add(token: string, isFresh: boolean): void {
		if (isFresh || !this.tokens.has(token)) this.tokens.set(token, isFresh);
	}

	all(): string[] {
		return [...this.tokens.keys()];
	}

	/** @returns whether the token was refused */
	note(token: string, statusCode: number): boolean {
		if (statusCode !== 401) this.refused.clear();
		else if (this.tokens.get(token)) this.refused.add(token);
		return statusCode === 401;
	}

	/** Whether 1Password refuses even fresh tokens, so that it makes no sense to ask for more. */
	get refusesFresh(): boolean {
		return this.refused.size >= MOST_REFUSED;
	}
}
