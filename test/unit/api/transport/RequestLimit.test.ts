import fc from 'fast-check';
import { RequestLimit } from '../../../../nodes/OnePasswordUsers/api/transport/RequestLimit';
import { Server, settle } from '../server';

/** Starts so many requests; a failed one fails nothing else. */
const start = (limit: RequestLimit, server: Server, count: number): Array<Promise<void>> =>
	Array.from({ length: count }, () => limit.run(server.request).catch(() => {}));

/** Answers every request, also those that start meanwhile. */
async function finish(server: Server, onAnswer: (period: number) => void = () => {}): Promise<void> {
	while (server.underWay.length > 0) {
		onAnswer(server.underWay[0]!.period);
		server.underWay[0]!.answer();
		await settle();
	}
}

/** How many requests are under way when more than enough want to be. */
async function limitOf(limit: RequestLimit): Promise<number> {
	const server = new Server();
	const all = start(limit, server, 300);
	await settle();
	const { length } = server.underWay;
	await finish(server);
	await Promise.all(all);
	return length;
}

/** Serves so many requests while many others wait. */
async function serve(limit: RequestLimit, count: number): Promise<void> {
	const server = new Server();
	const all = start(limit, server, count + 200);
	await settle();
	for (let served = 0; served < count; served++) {
		limit.grow(server.underWay[0]!.period);
		server.underWay[0]!.answer();
		await settle();
	}
	await finish(server);
	await Promise.all(all);
}

const halved = (times: number) => {
	const limit = new RequestLimit();
	for (let period = 0; period < times; period++) limit.halve(period);
	return limit;
};

describe('the limit of requests', () => {
	it('lets 32 be under way at first', async () => {
		expect(await limitOf(new RequestLimit())).toBe(32);
		expect(new RequestLimit().atOnce).toBe(32);
	});

	it('gives what the request gives', async () => {
		expect(await new RequestLimit().run(async () => 'answer')).toBe('answer');
	});

	it('passes the failure of a request on', async () => {
		const failure = new Error('broken');

		await expect(new RequestLimit().run(async () => await Promise.reject(failure))).rejects.toBe(failure);
	});

	it('has room again after requests that failed', async () => {
		const limit = new RequestLimit();
		const failing = async () => await Promise.reject(new Error('broken'));
		await Promise.all(Array.from({ length: 100 }, () => limit.run(failing).catch(() => {})));

		expect(await limitOf(limit)).toBe(32);
	});

	it('starts requests in the order in which they came', async () => {
		const limit = new RequestLimit();
		const started: number[] = [];
		await Promise.all(
			Array.from({ length: 200 }, (_, index) =>
				limit.run(async () => {
					started.push(index);
					await Promise.resolve();
				}),
			),
		);

		expect(started).toEqual([...started.keys()]);
	});
});

describe('the limit grows', () => {
	it.each([
		[31, 32],
		[32, 64],
		[32 + 63, 64],
		[32 + 64, 128],
		[2000, 128],
	])('after %d successes to %d', async (successes, expected) => {
		const limit = new RequestLimit();
		await serve(limit, successes);

		expect(limit.atOnce).toBe(expected);
		expect(await limitOf(limit)).toBe(expected);
	});

	it('not by requests that never came near it', async () => {
		const limit = new RequestLimit();
		for (let request = 0; request < 100; request++)
			await limit.run(async (period) => await Promise.resolve(limit.grow(period)));

		expect(limit.atOnce).toBe(32);
	});

	it.each([
		[15, 16],
		[16, 17],
		[16 + 17, 18],
	])('by one for each window once it was halved: after %d successes to %d', async (successes, expected) => {
		const limit = halved(1);
		await serve(limit, successes);

		expect(limit.atOnce).toBe(expected);
	});

	it('never above 128, also one by one', async () => {
		const limit = new RequestLimit();
		await serve(limit, 1000);
		limit.halve(0);
		await serve(limit, 7_000);

		expect(limit.atOnce).toBe(128);
	});
});

describe('a 429', () => {
	it.each([
		[1, 16],
		[2, 8],
		[3, 4],
		[4, 2],
		[9, 2],
	])('halves the limit: %d make it %d', async (times, expected) => {
		expect(await limitOf(halved(times))).toBe(expected);
	});

	it('halves it once for all requests that started before', async () => {
		const limit = new RequestLimit();
		for (let request = 0; request < 32; request++) limit.halve(0);

		expect(await limitOf(limit)).toBe(16);
	});

	it('tells requests that they start in a new period', async () => {
		expect(await halved(2).run(async (period) => await Promise.resolve(period))).toBe(2);
	});

	it('lets nothing new start until enough is done', async () => {
		const limit = new RequestLimit();
		const server = new Server();
		const all = start(limit, server, 40);
		await settle();
		limit.halve(0);
		for (let done = 0; done < 16; done++) server.underWay[0]!.answer();
		await settle();

		expect(server.answered + server.underWay.length).toBe(32);
		await finish(server);
		await Promise.all(all);
	});

	it('makes successes from before count for nothing', async () => {
		const limit = new RequestLimit();
		const server = new Server();
		const all = start(limit, server, 40);
		await settle();
		for (let request = 0; request < 31; request++) limit.grow(0);
		limit.halve(0);
		for (let request = 0; request < 31; request++) limit.grow(0);

		expect(limit.atOnce).toBe(16);
		await finish(server);
		await Promise.all(all);
	});
});

describe('a run that ends while it waits', () => {
	it('gets no request, and takes no room from others', async () => {
		const limit = new RequestLimit();
		const server = new Server();
		const all = start(limit, server, 32);
		const { signal, abort } = abortable();
		const request = jest.fn();
		const waiting = limit.run(request, signal);
		const others = start(limit, server, 5);
		abort();

		await expect(waiting).rejects.toThrow('The execution was cancelled');
		await finish(server);
		await Promise.all([...all, ...others]);
		expect(server.answered).toBe(37);
		expect(request).not.toHaveBeenCalled();
		expect(await limitOf(limit)).toBe(32);
	});

	it('also where its turn comes at the same moment', async () => {
		const limit = new RequestLimit();
		const server = new Server();
		const all = start(limit, server, 32);
		await settle();
		const { signal, abort } = abortable();
		const waiting = limit.run(server.request, signal).catch(() => 'ended');
		const others = start(limit, server, 5);
		abort();
		server.underWay[0]!.answer();

		expect(await waiting).toBe('ended');
		await finish(server);
		await Promise.all([...all, ...others]);
		expect(server.answered).toBe(37);
		expect(await limitOf(limit)).toBe(32);
	});

	it('leaves its place to the next one where a request is aborted as it is started', async () => {
		const limit = new RequestLimit();
		const server = new Server();
		const all = start(limit, server, 32);
		const { signal, abort } = abortable();
		const aborted = limit.run(server.request, signal).catch(() => {});
		const next = limit.run(server.request);
		await settle();
		abort();
		server.underWay[0]!.answer();
		await settle();

		expect(server.underWay).toHaveLength(32);
		await finish(server);
		await Promise.all([...all, aborted, next]);
	});

	function abortable() {
		const controller = new AbortController();
		return { signal: controller.signal, abort: () => controller.abort() };
	}
});

describe('whatever happens', () => {
	type Step = { start: number } | { answer: number; as: 'served' | 'failed' | 'refused' } | { end: number };
	const step: fc.Arbitrary<Step> = fc.oneof(
		fc.record({ start: fc.integer({ min: 1, max: 90 }) }),
		fc.record({
			answer: fc.nat({ max: 140 }),
			as: fc.constantFrom('served' as const, 'served' as const, 'failed' as const, 'refused' as const),
		}),
		fc.record({ end: fc.nat({ max: 200 }) }),
	);

	it('no more requests start than the limit allows, and each is served or ended (property)', () =>
		fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
				const limit = new RequestLimit();
				const server = new Server();
				const runs: Array<{ done: Promise<unknown>; controller: AbortController }> = [];
				for (const next of steps) {
					const before = server.underWay.length;
					if ('start' in next)
						for (let count = 0; count < next.start; count++) {
							const controller = new AbortController();
							const done = limit.run(server.request, controller.signal).then(
								() => 'served',
								() => 'ended',
							);
							runs.push({ done, controller });
						}
					else if ('end' in next) runs[next.end]?.controller.abort();
					else {
						const request = server.underWay[next.answer];
						if (next.as === 'served' && request) limit.grow(request.period);
						if (next.as === 'refused' && request) limit.halve(request.period);
						request?.answer(next.as === 'failed' ? new Error('broken') : undefined);
					}
					await settle();

					expect(server.underWay.length).toBeLessThanOrEqual(Math.max(limit.atOnce, before));
					expect(limit.atOnce).toBeGreaterThanOrEqual(2);
					expect(limit.atOnce).toBeLessThanOrEqual(128);
				}
				await finish(server);
				await Promise.all(runs.map(({ done }) => done));

				expect(await limitOf(limit)).toBe(limit.atOnce);
			}),
			{ numRuns: Number(process.env['PROPERTY_RUNS'] ?? 100) },
		));
});
