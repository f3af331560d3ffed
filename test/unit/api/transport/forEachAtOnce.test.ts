import fc from 'fast-check';
import { forEachAtOnce } from '../../../../nodes/OnePasswordUsers/api/transport/forEachAtOnce';
import { Server, settle } from '../server';

const LIMIT = { atOnce: 32 };

describe('work on many things', () => {
	const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

	it('is done on each of them once, in order of their start (property)', () =>
		fc.assert(
			fc.asyncProperty(fc.array(fc.integer(), { maxLength: 100 }), async (things) => {
				const started: number[] = [];
				await forEachAtOnce(LIMIT, things, async (thing) => {
					started.push(thing);
					await Promise.resolve();
				});

				expect(started).toEqual(things);
			}),
		));

	it('is under way for 32 of them at once', async () => {
		const server = new Server();
		const all = forEachAtOnce(LIMIT, numbers(100), server.request);
		await settle();

		expect(server.underWay).toHaveLength(32);
		while (server.underWay.length > 0) {
			server.underWay[0]!.answer();
			await settle();
		}
		await all;
	});

	it('takes from a list only what it starts', async () => {
		let taken = 0;
		function* endless() {
			while (true) yield taken++;
		}
		await forEachAtOnce(LIMIT, endless(), async (thing) => thing < 500);

		expect(taken).toBeLessThanOrEqual(500 + LIMIT.atOnce);
	});

	it('is started on nothing more once one of them said false', async () => {
		const started: number[] = [];
		await forEachAtOnce(LIMIT, numbers(1000), async (thing) => {
			started.push(thing);
			return thing !== 100;
		});

		expect(started.length).toBeLessThanOrEqual(100 + LIMIT.atOnce);
		expect(started).toContain(100);
	});

	it('waits for what is under way when one of them said false', async () => {
		const server = new Server();
		let finished = 0;
		const all = forEachAtOnce(LIMIT, numbers(100), async (thing) => {
			if (thing === 0) return false;
			await server.request(0);
			finished++;
			return true;
		});
		await settle();
		for (const { answer } of [...server.underWay]) answer();
		await all;

		expect(finished).toBe(31);
	});

	it('is started on nothing more once one of them failed', async () => {
		const started: number[] = [];
		const all = forEachAtOnce(LIMIT, numbers(1000), async (thing) => {
			started.push(thing);
			await Promise.resolve();
			if (thing === 100) throw new Error('broken');
		});

		await expect(all).rejects.toThrow('broken');
		await settle();
		expect(started.length).toBeLessThanOrEqual(100 + LIMIT.atOnce);
	});

	it('fails with the first failure, when nothing is under way any more; says so at once', async () => {
		const server = new Server();
		let told = 0;
		let failed = false;
		const all = forEachAtOnce(
			LIMIT,
			numbers(100),
			() => server.request(0),
			() => told++,
		).catch((failure: Error) => {
			failed = true;
			return failure.message;
		});
		await settle();
		server.underWay[0]!.answer(new Error('first'));
		await settle();

		expect([told, failed, server.underWay.length]).toEqual([1, false, 31]);
		server.underWay[0]!.answer(new Error('second'));
		while (server.underWay.length > 0) {
			server.underWay[0]!.answer();
			await settle();
		}
		expect(await all).toBe('first');
		expect([told, server.answered]).toEqual([1, 32]);
	});

	it('fails when one of them fails', async () => {
		const failure = new Error('broken');

		await expect(forEachAtOnce(LIMIT, [1], async () => await Promise.reject(failure))).rejects.toBe(failure);
	});
});
