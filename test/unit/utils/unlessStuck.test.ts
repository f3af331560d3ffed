import { aTurn } from '../../aTurn';
import { unlessStuck } from '../../../nodes/OnePasswordUsers/utils/unlessStuck';

const instead = () => 'instead';

/** Each ends one wait for progress. */
let silences: AbortController[] = [];
let timeout: jest.SpyInstance;
beforeEach(() => {
	silences = [];
	timeout = jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
		const silence = new AbortController();
		silences.push(silence);
		return silence.signal;
	});
});
afterEach(() => jest.restoreAllMocks());

/** Nothing has happened for so long. */
async function pass(): Promise<void> {
	silences.at(-1)!.abort();
	await aTurn();
}

it('work that ends gives what it gives, also undefined', async () => {
	expect(await unlessStuck(Promise.resolve('done'), () => 0, instead)).toBe('done');
	expect(await unlessStuck(Promise.resolve(undefined), () => 0, instead)).toBeUndefined();
	await expect(unlessStuck(Promise.reject(new Error('broken')), () => 0, instead)).rejects.toThrow('broken');
	expect(silences).toHaveLength(3);
});

it('work is waited for as long as it gets on', async () => {
	let done: (result: string) => void = () => {};
	const work = new Promise<string>((resolve) => (done = resolve));
	let progress = 0;
	const waiting = unlessStuck(work, () => progress, instead);
	for (let round = 1; round <= 3; round++) {
		progress++;
		await pass();
		expect(silences).toHaveLength(1 + round);
	}
	done('done');

	expect(await waiting).toBe('done');
});

it('work that does not get on is given up', async () => {
	let progress = 7;
	const waiting = unlessStuck(new Promise(() => {}), () => progress, instead);
	progress++;
	await pass();
	await pass();

	expect(await waiting).toBe('instead');
	expect(silences).toHaveLength(2);
	expect(timeout).toHaveBeenCalledWith(5000);
});

it('work that has a reason not to get on is waited for, and given up only for what follows', async () => {
	let progress = NaN;
	const waiting = unlessStuck(new Promise(() => {}), () => progress, instead);
	for (let round = 1; round <= 3; round++) {
		await pass();
		expect(silences).toHaveLength(1 + round);
	}
	progress = 7;
	await pass();
	expect(silences).toHaveLength(5);
	await pass();

	expect(await waiting).toBe('instead');
});
