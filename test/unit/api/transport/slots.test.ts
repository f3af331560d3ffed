import fc from 'fast-check';
import { MOST_AT_ONCE, Slots } from '../../../../nodes/OnePasswordUsers/api/transport/concurrency';
import { Server, settle } from '../server';

/** Starts so many requests; a failed one fails nothing else. */
const start = (slots: Slots, server: Server, count: number): Array<Promise<void>> =>
	Array.from({ length: count }, () => slots.run(server.request).catch(() => {}));

/** How many requests are under way when more than enough want to be. */
async function limitOf(slots: Slots): Promise<number> {
	const server = new Server();
	const all = start(slots, server, 40);
	await settle();
	const limit = server.underWay.length;
	while (server.underWay.length > 0) {
		server.underWay[0]!.answer();
		await settle();
	}
	await Promise.all(all);
	return limit;
}

describe('slots', () => {
	it('let 32 requests be under way at once', async () => {
		expect(await limitOf(new Slots())).toBe(32);
	});

	it('give what the request gives', async () => {
		expect(await new Slots().run(async () => 'answer')).toBe('answer');
	});

	it('tell a request under which limit it started', async () => {
		const slots = new Slots();
		slots.halve(32);

		expect(await slots.run(async (underLimit) => underLimit)).toBe(16);
	});

	it('are free again after a request that failed', async () => {
		const slots = new Slots();
		const failing = async () => await Promise.reject(new Error('broken'));
		await Promise.all(Array.from({ length: 100 }, () => slots.run(failing).catch(() => {})));

		expect(await limitOf(slots)).toBe(32);
	});

	it('pass the failure of a request on', async () => {
		const failure = new Error('broken');

		await expect(new Slots().run(async () => await Promise.reject(failure))).rejects.toBe(failure);
	});

	it('are halved', async () => {
		const slots = new Slots();
		slots.halve(32);

		expect(await limitOf(slots)).toBe(16);
	});

	it('are halved once by a burst of requests that started under the same limit', async () => {
		const slots = new Slots();
		for (let request = 0; request < 32; request++) slots.halve(32);

		expect(await limitOf(slots)).toBe(16);
	});

	it('are halved again by a request that started under the smaller limit', async () => {
		const slots = new Slots();
		slots.halve(32);
		slots.halve(16);

		expect(await limitOf(slots)).toBe(8);
	});

	it('never become more again by a late answer from before', async () => {
		const slots = new Slots();
		slots.halve(32);
		slots.halve(16);
		slots.halve(32);

		expect(await limitOf(slots)).toBe(8);
	});

	it('stay two at least', async () => {
		const slots = new Slots();
		for (const underLimit of [32, 16, 8, 4, 2, 2, 1]) slots.halve(underLimit);

		expect(await limitOf(slots)).toBe(2);
	});

	it('start nothing new until enough is done after they were halved', async () => {
		const slots = new Slots();
		const server = new Server();
		const all = start(slots, server, 40);
		await settle();
		slots.halve(32);
		for (let done = 0; done < 16; done++) server.underWay[0]!.answer();
		await settle();

		expect(server.answered + server.underWay.length).toBe(32);
		while (server.underWay.length > 0) {
			server.underWay[0]!.answer();
			await settle();
		}
		await Promise.all(all);
	});

	type Step = { start: number } | { answer: number; fails: boolean } | { halve: number };
	const step: fc.Arbitrary<Step> = fc.oneof(
		fc.record({ start: fc.integer({ min: 1, max: 50 }) }),
		fc.record({ answer: fc.nat({ max: 40 }), fails: fc.boolean() }),
		fc.record({ halve: fc.nat({ max: 40 }) }),
	);

	it('never let more requests start than the limit allows, and serve each of them in the end (property)', () =>
		fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
				const slots = new Slots();
				const server = new Server();
				const all: Array<Promise<void>> = [];
				let limit = MOST_AT_ONCE;
				for (const next of steps) {
					const before = server.underWay.length;
					if ('start' in next) all.push(...start(slots, server, next.start));
					else if ('answer' in next)
						server.underWay[next.answer]?.answer(next.fails ? new Error('broken') : undefined);
					else {
						const request = server.underWay[next.halve];
						if (!request) continue;
						limit = Math.max(2, Math.min(limit, Math.floor(request.underLimit / 2)));
						slots.halve(request.underLimit);
					}
					await settle();

					expect(server.underWay.length).toBeLessThanOrEqual(Math.max(limit, before));
				}
				while (server.underWay.length > 0) {
					server.underWay[0]!.answer();
					await settle();
				}
				await Promise.all(all);

				expect(server.answered).toBe(all.length);
				expect(server.most).toBeLessThanOrEqual(MOST_AT_ONCE);
			}),
		));
});
