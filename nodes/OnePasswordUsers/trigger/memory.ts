import { isRecord } from '../utils/isRecord';
import type { Directory, Known } from './Comparison';
import { hashOf } from '../utils/hash';
import type { Selection } from './selection';

/** The one key of the node's static data. */
export const MEMORY_KEY = 'onePasswordUsers';
const VERSION = 1;
const MINUTE_MS = 60_000;

/**
 * What is kept in n8n's static data from one poll to the next. n8n rewrites all of it with every poll that reports
 * something, so it holds IDs and nothing else of a user: 27 bytes for each, about 110 besides, and no time that would
 * change it at every poll.
 *
 * n8n saves it with a poll that reports something, and after the poll at an activation or a start; not after other polls,
 * nor when it stops. So a change in an event that is not selected is forgotten at a stop: with Suspended alone, a user who
 * is reactivated, and suspended again before n8n is back, counts as suspended all along. With both events of a pair
 * (suspended and reactivated, added and removed), every change that matters is reported and therefore saved.
 *
 * n8n's durable scheduler, with N8N_POLLER_DURABLE_CURSORS_ENABLED, saves it after every poll but the one at an
 * activation (2.41.1), so the first scheduled poll is the baseline there.
 */
export interface Memory {
	v: typeof VERSION;
	/** hash of what it is about: host, account, events and filter */
	of: string;
	/** one for each baseline, as the rounds begin anew with it; baselines within a minute share one (see `baseline`) */
	series: string;
	/** how many rounds have begun; it tells a suspension of a user from a later one */
	round: number;
	/** by watched (+) or not (-) and state, e.g. `+SUSPENDED`: the users' IDs, sorted, one space between them */
	users: Record<string, string>;
}

/** Where the trigger looks, and for what. A change of any of it starts a new baseline. */
export function subjectOf(
	{ origin, accountId }: { origin: string; accountId: string },
	{ events, emailDomain }: Selection,
): string {
	return hashOf([origin, accountId, events, emailDomain ?? ''], 16);
}

/** Whether this is what this version of the package remembers; other versions may leave something else. */
export function isMemory(value: unknown): value is Memory {
	if (!isRecord(value) || value.v !== VERSION || !isRecord(value.users)) return false;
	const { of, series, round, users } = value;
	if (typeof of !== 'string' || typeof series !== 'string' || !Number.isSafeInteger(round)) return false;
	return Object.entries(users).every(([group, ids]) => /^[+-]/.test(group) && typeof ids === 'string');
}

/**
 * The first memory of a subject. Two baselines of a node within a minute have one series: where n8n activates a workflow
 * twice, as one that starts may do, each activation has its own memory, and both report a change under one event ID.
 * @param node identifies the node among all nodes of this n8n
 */
export function baseline(of: string, directory: Directory, node: string, now = Date.now()): Memory {
	const series = hashOf([node, of, Math.floor(now / MINUTE_MS)], 8);
	return { v: VERSION, of, series, round: 0, users: groupsOf(directory) };
}

/**
 * What to remember after a poll.
 * @param begun how many rounds the poll begins (`Comparison.begun`)
 * @returns the very same memory when nothing changed, so that nothing needs to be stored
 */
export function nextMemory(memory: Memory, directory: Directory, begun: number): Memory {
	const users = groupsOf(directory);
	if (begun === 0 && isSame(memory.users, users)) return memory;
	return { ...memory, round: memory.round + begun, users };
}

/** Who is remembered. */
export function directoryOf({ users }: Memory): Directory {
	const directory = new Map<string, Known>();
	for (const [group, ids] of Object.entries(users)) {
		const known: Known = { state: group.slice(1), watched: group.startsWith('+') };
		for (const id of ids.split(' ')) directory.set(id, known);
	}
	return directory;
}

function groupsOf(directory: Directory): Record<string, string> {
	const groups = new Map<string, string[]>();
	for (const [id, { state, watched }] of directory) {
		const group = `${watched ? '+' : '-'}${state}`;
		const ids = groups.get(group);
		if (ids) ids.push(id);
		else groups.set(group, [id]);
	}
	return Object.fromEntries([...groups].map(([group, ids]) => [group, ids.sort().join(' ')]));
}

function isSame(some: Record<string, string>, others: Record<string, string>): boolean {
	const groups = Object.keys(some);
	return (
		groups.length === Object.keys(others).length && groups.every((group) => some[group] === others[group])
	);
}
