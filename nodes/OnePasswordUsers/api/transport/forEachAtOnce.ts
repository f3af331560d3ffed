import { asError } from '../../utils/asError';

/**
 * Works on many things at once, in order of their start; memory grows with what is under way, not with the list.
 * @param limit how many at once, asked again after each: it may change meanwhile
 * @param work is not started for any more of them once it returned false or threw
 * @param onFailure is called at the first failure, so that what is under way can be stopped
 * @throws what `work` threw first, as soon as nothing is under way any more
 */
export async function forEachAtOnce<T>(
	limit: { readonly atOnce: number },
	things: Iterable<T>,
	work: (thing: T) => Promise<boolean | void>,
	onFailure: () => void = () => {},
): Promise<void> {
	const queue = things[Symbol.iterator]();
	const failures: unknown[] = [];
	let goOn = true;
	let underWay = 0;
	let oneIsDone = () => {};
	const start = async (thing: T) => {
		underWay++;
		try {
			if ((await work(thing)) === false) goOn = false;
		} catch (failure) {
			goOn = false;
			if (failures.push(failure) === 1) onFailure();
		}
		underWay--;
		oneIsDone();
	};
	do {
		while (goOn && underWay < limit.atOnce) {
			const next = queue.next();
			if (next.done) goOn = false;
			else void start(next.value);
		}
		if (underWay > 0) await new Promise<void>((resolve) => (oneIsDone = resolve));
	} while (goOn || underWay > 0);
	if (failures.length > 0) throw asError(failures[0]);
}
