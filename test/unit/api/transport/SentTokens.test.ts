import { SentTokens } from '../../../../nodes/OnePasswordUsers/api/transport/SentTokens';

/** Sends a token and has it refused. */
function refuse(tokens: SentTokens, token: string, isFresh: boolean): void {
	tokens.add(token, isFresh);
	tokens.note(token, 401);
}

describe('the tokens that a run has sent', () => {
	it('are refused even when they are fresh after the second of them', () => {
		const tokens = new SentTokens();
		refuse(tokens, 'first', true);
		expect(tokens.refusesFresh).toBe(false);
		refuse(tokens, 'second', true);

		expect(tokens.refusesFresh).toBe(true);
		expect(tokens.all()).toEqual(['first', 'second']);
	});

	it('count as fresh also where they are sent again', () => {
		const tokens = new SentTokens();
		for (const token of ['first', 'second']) {
			tokens.add(token, true);
			refuse(tokens, token, false);
		}

		expect(tokens.refusesFresh).toBe(true);
	});

	it('may be refused as often as they are old, or the same', () => {
		const tokens = new SentTokens();
		for (const token of ['first', 'second', 'third']) refuse(tokens, token, false);
		for (let time = 0; time < 3; time++) refuse(tokens, 'fresh', true);

		expect(tokens.refusesFresh).toBe(false);
	});

	it('are taken again as soon as one was', () => {
		const tokens = new SentTokens();
		refuse(tokens, 'first', true);
		expect(tokens.note('other', 200)).toBe(false);
		refuse(tokens, 'second', true);

		expect(tokens.refusesFresh).toBe(false);
	});
});
