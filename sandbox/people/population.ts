import { DOMAINS, ORIGINS } from './names.ts';
import { pick, randomFrom, randomId, type Random } from './random.ts';

/** A person who may become a user. */
export interface Person {
	id: string;
	email: string;
	display_name: string;
}

/** Endless made-up people: the same ones for the same seed, no two with the same email. */
export interface Population {
	readonly random: Random;
	next(): Person;
}

/** Starts again with the first person of a seed. */
export function populationFrom(seed: number): Population {
	const random = randomFrom(seed);
	const timesTaken = new Map<string, number>();

	function next(): Person {
		const origin = pick(random, ORIGINS);
		const [given, givenAscii] = pick(random, origin.given);
		const [family, familyAscii] = pick(random, origin.family);
		const domain = pick(random, DOMAINS);
		const key = `${givenAscii}.${familyAscii}@${domain}`;
		const before = timesTaken.get(key) ?? 0;
		timesTaken.set(key, before + 1);
		// Names end in a letter, so a number behind them can't make two different names meet.
		const number = before === 0 ? '' : String(before + 1);
		return {
			id: randomId(random),
			email: `${givenAscii}.${familyAscii}${number}@${domain}`,
			display_name: origin.familyFirst ? `${family}${given}` : `${given} ${family}`,
		};
	}
	return { random, next };
}
