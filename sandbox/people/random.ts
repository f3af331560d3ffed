/** Numbers in [0, 2^32), always the same ones for the same seed. */
export type Random = () => number;

/** The mulberry32 generator: small, fast, and its state does not repeat within 2^32 draws. */
export function randomFrom(seed: number): Random {
	let state = Math.trunc(seed) >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return (mixed ^ (mixed >>> 14)) >>> 0;
	};
}

/** One of the choices. */
export function pick<T>(random: Random, choices: readonly T[]): T {
	const choice = choices[random() % choices.length];
	if (choice === undefined) throw new Error('There is nothing to pick from');
	return choice;
}

const ID_LENGTH = 26;
const ID_LETTERS = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 'latin1');
const scratch = Buffer.alloc(ID_LENGTH);

/** An ID as 1Password's examples show them: 26 upper-case letters and digits. Six come from each 32-bit draw. */
export function randomId(random: Random): string {
	let bits = 0;
	for (let position = 0; position < ID_LENGTH; position++) {
		bits = position % 6 === 0 ? random() : bits >>> 5;
		scratch[position] = ID_LETTERS[bits & 31] ?? 0;
	}
	return scratch.toString('latin1');
}
