import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stopped } from '../../../testbed/terminal/PlainFailure.ts';
import { exists, fillOnce, type Filling } from '../../../testbed/system/fillOnce.ts';

let folder: string;
let place: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'shared-'));
	// Its parent is not there yet, as with a cache folder on a new machine.
	place = join(folder, 'cache', 'n8n');
});
afterEach(async () => await rm(folder, { recursive: true }));

const fillingWith = (text: string) => async (draft: string) => {
	await writeFile(join(draft, 'content'), text);
};
const fillPlace = async (filling: Partial<Filling> = {}) => {
	const signal = new AbortController().signal;
	await fillOnce(place, { fill: fillingWith('all'), waiting: () => {}, signal, ...filling });
};
const content = async () => await readFile(join(place, 'content'), 'utf8');
const neighbours = async () => await readdir(join(folder, 'cache'));

/** What a process left that was killed so many seconds ago. */
async function draftOf(secondsAgo: number): Promise<string> {
	const draft = `${place}.unfinished-killed`;
	await mkdir(draft, { recursive: true });
	const time = new Date(Date.now() - secondsAgo * 1000);
	await utimes(draft, time, time);
	return draft;
}

describe('a shared folder', () => {
	it('is filled once, and then left alone', async () => {
		await fillPlace();
		await fillPlace({ fill: fillingWith('something else') });

		expect(await content()).toBe('all');
		expect(await neighbours()).toEqual(['n8n']);
	});

	it('is not there before it is whole', async () => {
		await fillPlace({
			fill: async (draft) => {
				await fillingWith('half')(draft);
				expect(await exists(place)).toBe(false);
				await fillingWith('all')(draft);
			},
		});

		expect(await content()).toBe('all');
	});

	it('is not there after a failure, nor is anything else, and can be filled later', async () => {
		const fill = async (draft: string) => {
			await fillingWith('half')(draft);
			throw new Error('The disk is full.');
		};

		await expect(fillPlace({ fill })).rejects.toThrow('The disk is full.');
		expect(await neighbours()).toEqual([]);
		await fillPlace();
		expect(await content()).toBe('all');
	});

	it('is filled by one while the others wait', async () => {
		const waiting = jest.fn();
		const seconds: Array<Promise<void>> = [];
		let othersWait = () => {};
		const waited = new Promise<void>((resolve) => (othersWait = resolve));
		const first = fillPlace({
			fill: async (draft) => {
				await fillingWith('by the first')(draft);
				const second = fillPlace({
					fill: fillingWith('by the second'),
					waiting: () => {
						waiting();
						othersWait();
					},
				});
				await waited;
				seconds.push(second);
			},
		});
		await first;
		await Promise.all(seconds);

		expect(waiting).toHaveBeenCalled();
		expect(await content()).toBe('by the first');
		expect(await neighbours()).toEqual(['n8n']);
	});

	it('is of the first to finish, when two began at the same moment', async () => {
		await fillPlace({
			fill: async (draft) => {
				await fillingWith('by the second')(draft);
				await mkdir(place);
				await fillingWith('by the first')(place);
			},
		});

		expect(await content()).toBe('by the first');
		expect(await neighbours()).toEqual(['n8n']);
	});

	it('does not wait for somebody who was silent for a minute, but leaves them their draft', async () => {
		const draft = await draftOf(70);
		const waiting = jest.fn();
		await fillPlace({ waiting });

		expect(waiting).not.toHaveBeenCalled();
		expect(await content()).toBe('all');
		expect(await exists(draft)).toBe(true);
	});

	it('removes the draft of somebody who was silent for ten minutes', async () => {
		const draft = await draftOf(601);
		await fillPlace();

		expect(await exists(draft)).toBe(false);
	});

	it('waits for a draft of its own only', async () => {
		await mkdir(join(folder, 'cache', 'another.unfinished-draft'), { recursive: true });
		const waiting = jest.fn();
		await fillPlace({ waiting });

		expect(waiting).not.toHaveBeenCalled();
	});

	it('stops waiting when told', async () => {
		await draftOf(0);
		const told = new AbortController();
		const fill = jest.fn();
		const filling = fillPlace({ fill, waiting: () => told.abort(), signal: told.signal });

		await expect(filling).rejects.toThrow(Stopped);
		expect(fill).not.toHaveBeenCalled();
	});
});
