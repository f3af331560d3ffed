import { RecentMap } from '../../../nodes/OnePasswordUsers/utils/RecentMap';

const HOUR = 3_600_000;
const numbers = () => {
	let made = 0;
	return new RecentMap(() => ++made);
};

describe('a recent map', () => {
	it('makes a value at the first use of its key, and keeps it', () => {
		const map = numbers();

		expect([map.get('a'), map.get('b'), map.get('a')]).toEqual([1, 2, 1]);
	});

	it('drops a value after an hour without use', () => {
		const map = numbers();
		map.get('a', 0);

		expect(map.get('a', HOUR)).toBe(1);
		expect(map.get('a', 2 * HOUR + 1)).toBe(2);
	});

	it('drops what nobody asks for while others are in use', () => {
		const map = numbers();
		map.get('a', 0);
		map.get('b', HOUR + 1);

		expect([...map.values()]).toEqual([2]);
	});

	it('keeps a value where somebody sets the clock forward, and drops it where the time goes by', () => {
		jest.useFakeTimers();
		const map = numbers();
		map.get('a');
		jest.setSystemTime(Date.now() + 2 * HOUR);
		expect(map.get('a')).toBe(1);
		jest.advanceTimersByTime(HOUR + 1);
		expect(map.get('a')).toBe(2);
		jest.useRealTimers();
	});

	it('gives first what was not used for longest', () => {
		const map = numbers();
		for (const key of ['a', 'b', 'c', 'a']) map.get(key);

		expect([...map.values()]).toEqual([2, 3, 1]);
	});
});
