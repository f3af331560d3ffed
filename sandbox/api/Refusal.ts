import type { Answer } from '../contract/answers.ts';

/** Ends a call with an answer that refuses it. */
export class Refusal extends Error {
	readonly answer: Answer;

	constructor(answer: Answer) {
		super(`refused with ${answer.status}`);
		this.answer = answer;
	}
}
