import { whileLocked } from '../../../../nodes/OnePasswordUsers/api/transport/accountLock';
import { settle } from '../server';

/** Work that ends when it is told to. */
function work() {
	let end = () => {};
	const ended = new Promise<void>((resolve) => (end = resolve));
	const state = { hasBegun: false, end };
	const run = async () => {
		state.hasBegun = true;
		await ended;
	};
	return { state, run };
}

describe('the lock of an account', () => {
	it('lets one work after the other', async () => {
		const [first, second] = [work(), work()];
		const done = [whileLocked('A', undefined, first.run), whileLocked('A', undefined, second.run)];
		await settle();
		expect([first.state.hasBegun, second.state.hasBegun]).toEqual([true, false]);
		first.state.end();
		await settle();
		expect(second.state.hasBegun).toBe(true);
		second.state.end();

		await Promise.all(done);
	});

	it('does not keep other accounts waiting', async () => {
		const [first, other] = [work(), work()];
		const done = [whileLocked('A', undefined, first.run), whileLocked('B', undefined, other.run)];
		await settle();

		expect(other.state.hasBegun).toBe(true);
		first.state.end();
		other.state.end();
		await Promise.all(done);
	});

	it('holds for those who come after one that was cancelled while it waited', async () => {
		const [first, third] = [work(), work()];
		const cancel = new AbortController();
		const holding = whileLocked('A', undefined, first.run);
		const cancelled = whileLocked('A', cancel.signal, work().run);
		cancel.abort();
		await expect(cancelled).rejects.toThrow('The execution was cancelled');
		const waiting = whileLocked('A', undefined, third.run);
		await settle();
		expect(third.state.hasBegun).toBe(false);
		first.state.end();
		await holding;
		await settle();
		expect(third.state.hasBegun).toBe(true);
		third.state.end();

		await waiting;
	});

	it('holds for a third while the second works', async () => {
		const [first, second, third] = [work(), work(), work()];
		const done = [whileLocked('A', undefined, first.run), whileLocked('A', undefined, second.run)];
		first.state.end();
		await settle();
		done.push(whileLocked('A', undefined, third.run));
		await settle();
		expect([second.state.hasBegun, third.state.hasBegun]).toEqual([true, false]);
		second.state.end();
		third.state.end();

		await Promise.all(done);
	});

	it('is kept for a while after work that was stopped, whose last request may still do something', async () => {
		const [stopped, next] = [work(), work()];
		const cancel = new AbortController();
		const stopping = whileLocked('A', cancel.signal, stopped.run);
		await settle();
		const waiting = whileLocked('A', undefined, next.run);
		cancel.abort();
		stopped.state.end();
		await stopping;
		const stoppedAt = performance.now();
		await settle();
		expect(next.state.hasBegun).toBe(false);
		next.state.end();
		await waiting;

		expect(performance.now() - stoppedAt).toBeGreaterThan(4_900);
	}, 20_000);

	it('is free after work that failed', async () => {
		const failing = whileLocked('A', undefined, async () => await Promise.reject(new Error('broken')));
		await expect(failing).rejects.toThrow('broken');

		expect(await whileLocked('A', undefined, async () => await Promise.resolve('done'))).toBe('done');
	});
});
