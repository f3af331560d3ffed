import { getEventListeners } from 'node:events';
import { aTurn } from '../../aTurn';
import { orAborted } from '../../../nodes/OnePasswordUsers/utils/orAborted';

const never = new Promise<string>(() => {});
const instead = () => 'instead';

it('gives what the work gives, or throws', async () => {
	const { signal } = new AbortController();

	expect(await orAborted(Promise.resolve('done'), signal, instead)).toBe('done');
	expect(await orAborted(Promise.resolve('done'), undefined, instead)).toBe('done');
	await expect(orAborted(Promise.reject(new Error('broken')), signal, instead)).rejects.toThrow('broken');
});

it('gives up when the signal is aborted, and where it was before', async () => {
	const stop = new AbortController();
	const waiting = orAborted(never, stop.signal, instead);
	stop.abort();

	expect(await waiting).toBe('instead');
	expect(await orAborted(Promise.resolve('done'), stop.signal, instead)).toBe('instead');
	await expect(
		orAborted(never, stop.signal, () => {
			throw new Error('cancelled');
		}),
	).rejects.toThrow('cancelled');
});

it('leaves no listener behind', async () => {
	const { signal } = new AbortController();
	const waiting = orAborted(aTurn(), signal, instead);
	expect(getEventListeners(signal, 'abort')).toHaveLength(1);
	await waiting;

	expect(getEventListeners(signal, 'abort')).toEqual([]);
});

it('lets work fail that nobody waits for any more', async () => {
	const rejections: unknown[] = [];
	const note = (reason: unknown) => void rejections.push(reason);
	process.on('unhandledRejection', note);
	const work = aTurn().then(() => {
		throw new Error('too late');
	});
	expect(await orAborted(work, AbortSignal.abort(), instead)).toBe('instead');
	for (let turn = 0; turn < 5; turn++) await aTurn();
	process.off('unhandledRejection', note);

	expect(rejections).toEqual([]);
});
