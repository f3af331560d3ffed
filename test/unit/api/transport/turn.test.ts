import { SharedState } from '../../../../nodes/OnePasswordUsers/api/transport/sharedState';
import { rejectionOf } from '../fixtures';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** So many milliseconds pass. */
const pass = async (ms: number) => await jest.advanceTimersByTimeAsync(ms);

/** Requests that wait for their turn, and when each of them leaves, in milliseconds from now. */
function queue(state: SharedState, count: number): number[] {
	const left: number[] = [];
	const now = performance.now();
	for (let request = 0; request < count; request++)
		void state.turn(undefined).then(() => left.push(performance.now() - now));
	return left;
}

describe('the turn of a request', () => {
	it('comes at once for one alone', async () => {
		const left = queue(new SharedState(), 1);
		await pass(0);

		expect(left).toEqual([0]);
	});

	it('comes at the end of a pause, and not for all at the same time', async () => {
		const state = new SharedState();
		state.pause.extend(1000);
		const left = queue(state, 4);
		await pass(2000);

		expect(left).toEqual([1000, 1001, 1002, 1003]);
	});

	it('does not come in a pause that began when the request was in the queue already', async () => {
		const state = new SharedState();
		const left = queue(state, 5);
		await pass(1);
		state.pause.extend(1000);
		await pass(2000);

		expect(left).toEqual([0, 1, 1001, 1002, 1003]);
	});

	it('does not come in a pause that begins with the first request after another', async () => {
		const state = new SharedState();
		state.pause.extend(1000);
		const left = queue(state, 3);
		await pass(1000);
		state.pause.extend(500);
		await pass(2000);

		expect(left).toEqual([1000, 1500, 1501]);
	});

	it('does not come once the execution is cancelled, be it in the queue or in a pause', async () => {
		const state = new SharedState();
		const cancel = new AbortController();
		queue(state, 3);
		const queued = rejectionOf(state.turn(cancel.signal));
		cancel.abort();
		await pass(3);
		const inPause = new AbortController();
		state.pause.extend(30_000);
		const paused = rejectionOf(state.turn(inPause.signal));
		inPause.abort();

		expect(await queued).toMatchObject({ kind: 'cancelled' });
		expect(await paused).toMatchObject({ kind: 'cancelled' });
	});

	it('of a cancelled request goes to the next', async () => {
		const state = new SharedState();
		const cancel = new AbortController();
		state.pause.extend(1000);
		const cancelled = rejectionOf(state.turn(cancel.signal));
		const left = queue(state, 1);
		cancel.abort();
		await pass(1000);

		expect(await cancelled).toMatchObject({ kind: 'cancelled' });
		expect(left).toEqual([1000]);
	});
});
