import fc from 'fast-check';
import { ApiError, type Failure } from '../../../../nodes/OnePasswordUsers/api/errors/ApiError';
import { retryAfterMs } from '../../../../nodes/OnePasswordUsers/api/errors/retryAfter';
import { isTransientStatus } from '../../../../nodes/OnePasswordUsers/api/errors/transient';
import { pauseBefore, SharedPause } from '../../../../nodes/OnePasswordUsers/api/transport/retryPause';
import { rejectionOf } from '../fixtures';

const NOW = Date.UTC(2026, 0, 31, 12);

describe('a status', () => {
	it.each([408, 425, 429, 500, 501, 502, 503, 504, 505, 507, 520, 525, 530])('%d is transient', (status) => {
		expect(isTransientStatus(status)).toBe(true);
	});

	it.each([200, 301, 400, 401, 403, 404, 405, 409, 410, 418, 499])('%d is not transient', (status) => {
		expect(isTransientStatus(status)).toBe(false);
	});
});

describe('Retry-After', () => {
	it.each([
		['0', 0],
		['7', 7_000],
		[' 7 ', 7_000],
		[7, 7_000],
		['86400', 86_400_000],
		[['7', '9'], 7_000],
		['Sat, 31 Jan 2026 12:00:20 GMT', 20_000],
		['Saturday, 31-Jan-26 12:00:20 GMT', 20_000],
		['Sat, 31 Jan 2026 11:00:00 GMT', 0],
	])('%j means %d ms', (header, ms) => {
		expect(retryAfterMs(header, NOW)).toBe(ms);
	});

	it.each([
		undefined,
		null,
		'',
		'-5',
		'1.5',
		'0x10',
		'soon',
		'Infinity',
		'NaN',
		'2026-01-31',
		[],
		{},
		true,
		'tomorrow, at noon',
		'7, 9',
	])('says nothing when it is %j', (header) => {
		expect(retryAfterMs(header, NOW)).toBeUndefined();
	});

	it('never asks for a pause that is negative or no number, whatever it is (property)', () =>
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.array(fc.string()), fc.jsonValue()), (header) => {
				expect(retryAfterMs(header, NOW) ?? 0).toBeGreaterThanOrEqual(0);
			}),
		));
});

describe('the pause before the next try', () => {
	const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

	it('doubles with each retry, and jitters by half at most (property)', () =>
		fc.assert(
			fc.property(fc.nat({ max: 2 }), fraction, (retries, random) => {
				const pause = pauseBefore(retries, { retryAfterMs: undefined }, () => random);

				expect(pause).toBeGreaterThanOrEqual(250 * 2 ** retries);
				expect(pause).toBeLessThanOrEqual(500 * 2 ** retries);
			}),
		));

	it('is different for different clients', () => {
		const pauses = [0, 0.5, 0.9].map((random) => pauseBefore(0, { retryAfterMs: undefined }, () => random));

		expect(new Set(pauses).size).toBe(3);
	});

	it('is what the server asked for, up to 30 seconds, and never below its own (property)', () =>
		fc.assert(
			fc.property(fc.nat({ max: 2 }), fc.nat({ max: 100_000 }), fraction, (retries, asked, random) => {
				const own = pauseBefore(retries, { retryAfterMs: undefined }, () => random);
				const pause = pauseBefore(retries, { retryAfterMs: asked }, () => random);

				expect(pause).toBe(Math.max(own, Math.min(asked, 30_000)));
			}),
		));

	it.each([0, 1])('is its own where the server asks for next to nothing: %d ms', (retryAfterMs) => {
		expect(pauseBefore(1, { retryAfterMs }, () => 0)).toBe(500);
	});

	it('is 30 seconds for an absurd Retry-After', () => {
		expect(pauseBefore(0, { retryAfterMs: retryAfterMs('9'.repeat(400)) })).toBe(30_000);
	});
});

describe('the pause that all requests of a run share', () => {
	/** The pause waits by the clock: here it is the test's. */
	beforeEach(() => jest.useFakeTimers({ now: NOW }));
	afterEach(() => jest.useRealTimers());

	/** Whether somebody who waits for the pause may go on, after each step of the clock. */
	async function progress(pause: SharedPause, steps: number[], signal?: AbortSignal): Promise<boolean[]> {
		let over = false;
		void pause.over(signal).then(() => (over = true));
		const seen: boolean[] = [];
		for (const ms of steps) {
			await jest.advanceTimersByTimeAsync(ms);
			seen.push(over);
		}
		return seen;
	}

	it('keeps nobody where no pause was asked for', async () => {
		expect(await progress(new SharedPause(), [0])).toEqual([true]);
	});

	it('keeps everybody until it is over', async () => {
		const pause = new SharedPause();
		pause.extend(1000);

		expect(await progress(pause, [999, 1])).toEqual([false, true]);
	});

	it('lasts as long as the longest that was asked for', async () => {
		const pause = new SharedPause();
		pause.extend(3000);
		pause.extend(1000);

		expect(await progress(pause, [2999, 1])).toEqual([false, true]);
	});

	it('keeps also those who wait already when it gets longer', async () => {
		const pause = new SharedPause();
		pause.extend(1000);
		const waiting = progress(pause, [500, 500, 1500, 500]);
		pause.extend(3000);

		expect(await waiting).toEqual([false, false, false, true]);
	});

	it('is not longer than was asked for where the clock is set back by an hour', async () => {
		const pause = new SharedPause();
		pause.extend(1000);
		const waiting = progress(pause, [500, 500, 1000]);
		jest.setSystemTime(NOW - 3_600_000);

		expect((await waiting).at(-1)).toBe(true);
	});

	it('keeps those who come after the clock was set back no longer than was asked for', async () => {
		const pause = new SharedPause();
		pause.extend(1000);
		jest.setSystemTime(NOW - 3_600_000);

		expect(await progress(pause, [999, 1])).toEqual([false, true]);
	});

	it('is counted when it is over', () => {
		const pause = new SharedPause();
		expect(pause.count).toBe(0);
		pause.extend(1000);
		expect(pause.count).toBeNaN();
		jest.advanceTimersByTime(999);
		expect(pause.count).toBeNaN();
		jest.advanceTimersByTime(1);
		expect(pause.count).toBe(1);
	});

	it('is no shorter than was asked for where the clock is set forward by an hour', async () => {
		const pause = new SharedPause();
		pause.extend(1000);
		jest.setSystemTime(NOW + 3_600_000);

		expect(await progress(pause, [999, 1])).toEqual([false, true]);
	});

	it('is as long as was asked for where the clock was set back since the one before', async () => {
		const pause = new SharedPause();
		pause.extend(1000);
		await jest.advanceTimersByTimeAsync(1000);
		jest.setSystemTime(NOW - 3_600_000);
		pause.extend(30_000);

		expect(await progress(pause, [29_999, 1])).toEqual([false, true]);
	});

	it('ends at once when the execution is cancelled', async () => {
		const cancel = new AbortController();
		const pause = new SharedPause();
		pause.extend(30_000);
		const waiting = rejectionOf(pause.over(cancel.signal));
		cancel.abort();

		expect(await waiting).toMatchObject({ kind: 'cancelled', transient: false });
		expect(Date.now()).toBe(NOW);
	});

	it('lets nobody pass after the execution was cancelled, also where no pause was asked for', async () => {
		const waiting = new SharedPause().over(AbortSignal.abort());

		expect(await rejectionOf(waiting)).toMatchObject({ kind: 'cancelled' });
	});

	it('is an error of ours when it was cancelled', async () => {
		const cancel = new AbortController();
		const pause = new SharedPause();
		pause.extend(30_000);
		const waiting = rejectionOf(pause.over(cancel.signal));
		cancel.abort();

		expect(await waiting).toBeInstanceOf(ApiError);
	});
});

describe('a failure', () => {
	beforeEach(() => jest.useFakeTimers({ now: NOW }));
	afterEach(() => jest.useRealTimers());

	const failure = (fields: Partial<Failure> = {}) =>
		new ApiError({ kind: 'unavailable', message: '', description: '', transient: true, ...fields });

	/** What is left of the pause after a failure, in milliseconds. */
	async function pauseAfter(failed: ApiError, isRetried: boolean): Promise<number> {
		const pause = new SharedPause();
		pause.extendAfter(failed, 0, isRetried);
		const begun = performance.now();
		const over = pause.over(undefined);
		await jest.runAllTimersAsync();
		await over;
		return performance.now() - begun;
	}

	it.each<[string, Partial<Failure>]>([
		['a 429', { httpStatus: 429, retryAfterMs: 7000 }],
		['a 503 with Retry-After', { httpStatus: 503, retryAfterMs: 7000 }],
	])('by which 1Password asks for a pause holds everybody back, retried or not: %s', async (_, fields) => {
		expect(await pauseAfter(failure(fields), true)).toBe(7000);
		expect(await pauseAfter(failure(fields), false)).toBe(7000);
	});

	it('that is a 429 without Retry-After holds everybody back for a moment, retried or not', async () => {
		expect(await pauseAfter(failure({ httpStatus: 429 }), true)).toBeGreaterThanOrEqual(250);
		expect(await pauseAfter(failure({ httpStatus: 429 }), false)).toBeGreaterThanOrEqual(250);
	});

	it.each<[string, Partial<Failure>]>([
		['a 503', { httpStatus: 503 }],
		['a 429 with a Retry-After of 0', { httpStatus: 429, retryAfterMs: 0 }],
		['a 503 with a Retry-After of 0', { httpStatus: 503, retryAfterMs: 0 }],
		['no answer', {}],
	])('of any other kind does so only if it is retried: %s', async (_, fields) => {
		expect(await pauseAfter(failure(fields), true)).toBeGreaterThanOrEqual(250);
		expect(await pauseAfter(failure(fields), false)).toBe(0);
	});

	it('that lasts holds nobody back', async () => {
		expect(await pauseAfter(failure({ transient: false, httpStatus: 403 }), false)).toBe(0);
	});

	it('counts once, however many requests it is the failure of', async () => {
		const pause = new SharedPause();
		const failed = failure({ httpStatus: 429, retryAfterMs: 7000 });
		pause.extendAfter(failed);
		await jest.advanceTimersByTimeAsync(7000);
		pause.extendAfter(failed);

		expect(pause.isInForce).toBe(false);
		expect(pause.count).toBe(1);
	});
});
