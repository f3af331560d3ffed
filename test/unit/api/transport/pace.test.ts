import { Pace } from '../../../../nodes/OnePasswordUsers/api/transport/Pace';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** Requests that wait for their turn, and those that have started. */
function queue(pace: Pace, count: number): number[] {
	const started: number[] = [];
	for (let request = 0; request < count; request++) void pace.turn().then(() => started.push(request));
	return started;
}

/** So many milliseconds pass. */
const pass = async (ms: number) => await jest.advanceTimersByTimeAsync(ms);

describe('the pace of requests', () => {
	it('lets the first start at once', async () => {
		const started = queue(new Pace(), 1);
		await pass(0);

		expect(started).toEqual([0]);
	});

	it('lets one start a millisecond, in the order in which they came', async () => {
		const started = queue(new Pace(), 4);
		const seen: number[][] = [];
		for (let ms = 0; ms < 5; ms++) {
			await pass(ms === 0 ? 0 : 1);
			seen.push([...started]);
		}

		expect(seen).toEqual([[0], [0, 1], [0, 1, 2], [0, 1, 2, 3], [0, 1, 2, 3]]);
	});

	it('keeps nobody waiting when nobody has just started', async () => {
		const pace = new Pace();
		queue(pace, 2);
		await pass(50);
		const started = queue(pace, 1);
		await pass(0);

		expect(started).toEqual([0]);
	});
});
