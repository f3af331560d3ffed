import { getEventListeners } from 'node:events';
import { withinBudget } from '../../../nodes/OnePasswordUsers/trigger/withinBudget';

/** Two seconds of it are left for n8n. */
const SHORT = { getPollBudgetMs: () => 2_020 };
const OUT_OF_TIME = 'The poll was stopped: n8n gives it 2 s, and it needs more';

describe('the time that n8n gives a poll', () => {
	it('is over also for a poll that goes on although it was told to stop', async () => {
		const endless = async () => await new Promise<never>(() => {});

		await expect(withinBudget(SHORT, endless)).rejects.toThrow(OUT_OF_TIME);
	});

	it('lets a poll that was told to stop return what it has', async () => {
		const stopped = async (stop?: AbortSignal) =>
			await new Promise((resolve) => stop?.addEventListener('abort', () => resolve('what it has')));

		expect(await withinBudget(SHORT, stopped)).toBe('what it has');
	});

	it('is too short for any poll where all of it is left for n8n', async () => {
		const work = jest.fn();

		await expect(withinBudget({ getPollBudgetMs: () => 2_000 }, work)).rejects.toThrow(OUT_OF_TIME);
		expect(work).not.toHaveBeenCalled();
	});

	it('keeps nothing of a poll that is over', async () => {
		const signal = await withinBudget({ getPollBudgetMs: () => 300_000 }, async (stop) => stop!);

		expect(getEventListeners(signal, 'abort')).toEqual([]);
	});
});
