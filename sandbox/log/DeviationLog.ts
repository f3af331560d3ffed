import { CLIENT_RULES, type ClientRule } from '../contract/clientRules.ts';
import type { ClientDeviations, Deviation } from '../types.ts';

/** Longer request lines are cut off. */
const LONGEST_EXAMPLE = 300;

/**
 * What clients did that the documents don't allow: each rule once per client, and once more if it was also refused, with
 * the number of times.
 */
export class DeviationLog {
	readonly #clients = new Map<string, Map<string, Deviation>>();

	/** @param requestLine method and target, as an example for people */
	record(userAgent: string, rule: ClientRule, tolerated: boolean, requestLine: string): void {
		const deviations = this.#clients.get(userAgent) ?? new Map<string, Deviation>();
		this.#clients.set(userAgent, deviations);
		const key = `${rule} ${tolerated}`;
		const times = (deviations.get(key)?.times ?? 0) + 1;
		const example = requestLine.slice(0, LONGEST_EXAMPLE);
		deviations.set(key, { rule, ...CLIENT_RULES[rule], tolerated, times, example });
	}

	/** By client, in the order in which they came. */
	list(): ClientDeviations[] {
		return [...this.#clients].map(([userAgent, deviations]) => ({
			userAgent,
			deviations: [...deviations.values()],
		}));
	}

	clear(): void {
		this.#clients.clear();
	}
}
