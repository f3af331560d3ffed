import type { Candidate } from './candidates.ts';
import type { Place } from './Place.ts';
import type { Setup } from './setup.ts';

/** What one run took. */
export interface Run {
	milliseconds: number;
	requests: number;
	/** of the requests, those for the first page of a listing */
	listings: number;
	tokenCalls: number;
	wireBytes: number;
	cpuSeconds: number;
	peakBytes: number;
}

/** Several ways to do the same. */
export interface Contest<Way> {
	/** run in this order, so that each may rely on what the one before left in n8n */
	ours: readonly Way[];
	theirs: Way;
	pairs: number;
}

/** All runs that count, in the order they were made. */
export interface Measured<Result> {
	/** of each of ours */
	ours: Result[][];
	theirs: Result[];
}

/**
 * Runs ours and theirs in turn, after one run each that does not count. Who is first changes from pair to pair, because
 * other load on the machine should affect both of a pair alike.
 */
export async function compare<Way, Result>(
	{ ours, theirs, pairs }: Contest<Way>,
	run: (way: Way) => Promise<Result>,
): Promise<Measured<Result>> {
	for (const way of [...ours, theirs]) await run(way);
	const measured: Measured<Result> = { ours: ours.map(() => []), theirs: [] };
	const runOurs = async () => {
		for (const [index, way] of ours.entries()) measured.ours[index]!.push(await run(way));
	};
	const runTheirs = async () => void measured.theirs.push(await run(theirs));
	for (let pair = 0; pair < pairs; pair++)
		for (const turn of pair % 2 ? [runTheirs, runOurs] : [runOurs, runTheirs]) await turn();
	return measured;
}

/**
 * Runs something and measures it.
 *
 * @throws when it did not do what it should have
 */
export async function measureRun(
	{ process }: Pick<Setup, 'process'>,
	place: Place,
	{ prepare, run, check }: Candidate,
): Promise<Run> {
	const { sandbox } = place;
	await prepare?.(place);
	await process.collectGarbage();
	sandbox.clearRequests();
	process.resetPeak();
	const cpuBefore = process.cpuSeconds();
	const began = performance.now();
	const lastItems = await run(place);
	const milliseconds = performance.now() - began;
	const measured: Run = {
		milliseconds,
		cpuSeconds: process.cpuSeconds() - cpuBefore,
		peakBytes: process.peakBytes(),
		tokenCalls: sandbox.requests('token').length,
		requests: sandbox.requests().length,
		listings: sandbox.requests('list').filter(({ query }) => query['page_token'] === undefined).length,
		wireBytes: sandbox.bytes(),
	};
	check(place, lastItems);
	return measured;
}
