import { access, mkdir, mkdtemp, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Stopped } from '../terminal/PlainFailure.ts';

/** A process that fills a folder touches it this often. */
const HEARTBEAT_MS = 5_000;
const SILENT_MS = 60_000;
/** A process that was silent for so long won't come back; a laptop may have slept in between. */
const ABANDONED_MS = 600_000;

/** How to fill a shared folder, and what to do meanwhile. */
export interface Filling {
	/** Puts everything into the folder it is given, which is a neighbour of the final one. */
	fill: (draft: string) => Promise<void>;
	/** Called every second while another process does it. */
	waiting: () => void;
	signal: AbortSignal;
}

/**
 * Makes sure that `place` exists and is whole, however many processes want that at once and whenever they are killed.
 *
 * It is filled in a neighbouring folder and then renamed, so that half of it is never taken for the whole. One process
 * does it while the others wait; if two begin at the very same moment, the first to finish wins.
 */
export async function fillOnce(place: string, { fill, waiting, signal }: Filling): Promise<void> {
	await mkdir(dirname(place), { recursive: true });
	while (!(await exists(place))) {
		if (signal.aborted) throw new Stopped();
		if (await someoneElseFills(place)) {
			waiting();
			await sleep(1000);
		} else {
			await fillNow(place, fill);
		}
	}
}

async function fillNow(place: string, fill: Filling['fill']): Promise<void> {
	const draft = await mkdtemp(draftPrefix(place));
	const heartbeat = setInterval(() => {
		const now = new Date();
		utimes(draft, now, now).catch(() => clearInterval(heartbeat));
	}, HEARTBEAT_MS);
	try {
		await fill(draft);
		await rename(draft, place).catch(async (error: unknown) => {
			if (!(await exists(place))) throw error;
		});
	} finally {
		clearInterval(heartbeat);
		await rm(draft, { recursive: true, force: true, maxRetries: 3 });
	}
}

/** Removes what killed processes left behind, on the way. */
async function someoneElseFills(place: string): Promise<boolean> {
	let someone = false;
	for (const name of await readdir(dirname(place))) {
		if (!name.startsWith(basename(draftPrefix(place)))) continue;
		const draft = join(dirname(place), name);
		const silentMs = Date.now() - (await lastTouched(draft));
		if (silentMs < SILENT_MS) someone = true;
		if (silentMs > ABANDONED_MS) await rm(draft, { recursive: true, force: true });
	}
	return someone;
}

const draftPrefix = (place: string) => `${place}.unfinished-`;

/** Milliseconds since 1970; 0 if it is gone by now. */
async function lastTouched(folder: string): Promise<number> {
	return await stat(folder).then(
		({ mtimeMs }) => mtimeMs,
		() => 0,
	);
}

/** Whether there is a file or folder of this name. */
export async function exists(path: string): Promise<boolean> {
	return await access(path).then(
		() => true,
		() => false,
	);
}
