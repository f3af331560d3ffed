import type { Answer } from '../contract/answers.ts';
import { CLIENT_RULES, type ClientRule } from '../contract/clientRules.ts';
import { Refusal } from './Refusal.ts';

/** Receives every rule that a request breaks. */
export type OnDeviation = (rule: ClientRule, tolerated: boolean) => void;

/**
 * Judges what a request does that the documents don't allow, and reports it.
 *
 * A strict sandbox refuses all of it. Otherwise what the service most likely accepts is tolerated.
 */
export class ClientCheck {
	readonly #strict: boolean;
	readonly #onDeviation: OnDeviation;
	readonly #toAnswer: (message: string) => Answer;

	/** @param toAnswer words a refusal, unless a rule has its own answer */
	constructor(strict: boolean, onDeviation: OnDeviation, toAnswer: (message: string) => Answer) {
		this.#strict = strict;
		this.#onDeviation = onDeviation;
		this.#toAnswer = toAnswer;
	}

	/**
	 * Lets pass what the service most likely accepts.
	 *
	 * @throws Refusal if the sandbox is strict
	 */
	tolerate(rule: ClientRule): void {
		if (this.#strict) throw this.refusal(rule);
		this.#onDeviation(rule, true);
	}

	/** Reports what neither mode accepts. @returns the refusal to throw */
	refusal(rule: ClientRule, answer: Answer = this.#toAnswer(CLIENT_RULES[rule].says)): Refusal {
		this.#onDeviation(rule, false);
		return new Refusal(answer);
	}
}
