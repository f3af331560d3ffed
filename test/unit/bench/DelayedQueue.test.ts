import { DelayedQueue } from '../../../bench/line/DelayedQueue.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** A queue, what it has run so far, and when. */
function start() {
	const queue = new DelayedQueue();
	const began = performance.now();
	const ran: Array<[name: string, ms: number]> = [];
	const add = (name: string, ms: number) =>
		queue.add(ms, () => ran.push([name, Math.round(performance.now() - began)]));
	return { ran, add };
}

describe('a queue', () => {
	it('runs each action as long after it was added as was asked, whatever else waits', () => {
		const { ran, add } = start();
		add('a', 25);
		jest.advanceTimersByTime(3);
		add('b', 25);
		jest.advanceTimersByTime(4);
		add('c', 25);
		jest.advanceTimersByTime(100);
		add('d', 25);
		jest.advanceTimersByTime(100);

		expect(ran).toEqual([
			['a', 25],
			['b', 28],
			['c', 32],
			['d', 132],
		]);
	});

	it('lets no action overtake another one', () => {
		const { ran, add } = start();
		add('late', 75);
		add('early', 25);
		jest.advanceTimersByTime(74);
		expect(ran).toEqual([]);
		jest.advanceTimersByTime(100);

		expect(ran).toEqual([
			['late', 75],
			['early', 75],
		]);
	});

	it('does not wait where there is no delay and nothing before', () => {
		const { ran, add } = start();
		add('a', 0);
		expect(ran).toEqual([['a', 0]]);
		add('b', 10);
		add('c', 0);
		expect(ran).toEqual([['a', 0]]);
		jest.advanceTimersByTime(10);

		expect(ran.slice(1)).toEqual([
			['b', 10],
			['c', 10],
		]);
	});
});
