import { compare } from '../../../bench/comparison/compare.ts';

/** Runs ways that have a name only; the result says which run it was. */
async function runAll(ours: string[], theirs: string, pairs: number) {
	const order: string[] = [];
	const measured = await compare({ ours, theirs, pairs }, async (way) => `${way} ${order.push(way)}`);
	return { order, measured };
}

describe('a comparison', () => {
	it('lets each begin every other time, after one run each that does not count', async () => {
		const { order, measured } = await runAll(['our'], 'their', 3);

		expect(order).toEqual(['our', 'their', 'our', 'their', 'their', 'our', 'our', 'their']);
		expect(measured).toEqual({
			ours: [['our 3', 'our 6', 'our 7']],
			theirs: ['their 4', 'their 5', 'their 8'],
		});
	});

	it('keeps the order of ours, and what belongs to which', async () => {
		const { order, measured } = await runAll(['first', 'further'], 'their', 2);

		expect(order).toEqual([
			'first',
			'further',
			'their',
			'first',
			'further',
			'their',
			'their',
			'first',
			'further',
		]);
		expect(measured).toEqual({
			ours: [
				['first 4', 'first 8'],
				['further 5', 'further 9'],
			],
			theirs: ['their 6', 'their 7'],
		});
	});
});
