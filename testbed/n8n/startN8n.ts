import { readFile, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import { freePort, LOOPBACK } from '../system/freePort.ts';
import type { InstalledN8n } from './installN8n.ts';
import { n8nEnvironment } from './n8nEnvironment.ts';
import { PlainFailure, Stopped } from '../terminal/PlainFailure.ts';
import { startGroup, type ProcessGroup } from '../system/processGroup.ts';
import { lastLines } from '../system/runProgram.ts';

/** The first start takes long: it makes the database. */
const READY_WITHIN_MS = 180_000;

/**
 * What a main process logs once it has activated its workflows. It answers earlier, and a workflow that is activated
 * in between is activated by both: it has two timers, and reports each change twice (seen with n8n 2.0.0).
 */
const HAS_ACTIVATED = 'Editor is now accessible via:';

export interface N8nOptions {
	installed: Pick<InstalledN8n, 'node' | 'cli'>;
	/** Its data; an n8n started again with the same folder goes on with the same data. */
	userFolder: string;
	/** What it prints is added here. */
	logFile: string;
	/** Defaults to a free one. */
	port?: number;
	/** The arguments of n8n's command line; by default it is the main process. A worker must listen on `port`, too. */
	command?: readonly string[];
	/** Added to, or instead of, what `n8nEnvironment` sets. */
	env?: NodeJS.ProcessEnv;
	signal: AbortSignal;
}

/** A running n8n. */
export interface N8nServer {
	readonly url: string;
	/** Settles when it has ended, whoever ended it. */
	readonly ended: Promise<{ code: number | null }>;
	/** Ends it and the task runners it started; resolves when nothing of it is left. */
	stop(): Promise<void>;
	/** Ends all that at once, without a warning, as a power cut would. */
	kill(): Promise<void>;
}

/**
 * Starts an n8n on this machine and waits until it answers, and until a main process has activated its workflows.
 *
 * @throws PlainFailure with the end of its log if it ends or is not ready in time; Stopped when the signal aborts
 */
export async function startN8n({
	installed,
	userFolder,
	logFile,
	port,
	command = ['start'],
	env,
	signal,
}: N8nOptions): Promise<N8nServer> {
	if (signal.aborted) throw new Stopped();
	const place = {
		node: installed.node,
		userFolder,
		port: port ?? (await freePort()),
		brokerPort: await freePort(),
	};
	const url = `http://${LOOPBACK}:${place.port}`;
	const loggedBefore = await sizeOf(logFile);
	const group = await startGroup({
		file: installed.node,
		args: [installed.cli, ...command],
		cwd: userFolder,
		env: { ...n8nEnvironment(place), ...env },
		logFile,
	});
	try {
		const isMain = command[0] === 'start';
		const isReady = async () =>
			(await answers(url)) && (!isMain || (await logged(HAS_ACTIVATED, logFile, loggedBefore)));
		await waitUntil(isReady, group, { logFile, signal });
	} catch (error) {
		await group.stop();
		throw error;
	}
	return { url, ended: group.ended, stop: () => group.stop(), kill: () => group.kill() };
}

async function waitUntil(
	isReady: () => Promise<boolean>,
	group: ProcessGroup,
	{ logFile, signal }: Pick<N8nOptions, 'logFile' | 'signal'>,
): Promise<void> {
	let ended = false;
	void group.ended.then(() => (ended = true));
	const deadline = Date.now() + READY_WITHIN_MS;
	while (!(await isReady())) {
		if (signal.aborted) throw new Stopped();
		if (ended) throw new PlainFailure('n8n ended while it was starting. It said:', await lastLines(logFile));
		if (Date.now() > deadline)
			throw new PlainFailure(
				`n8n was not ready within ${READY_WITHIN_MS / 1000} seconds. It said:`,
				await lastLines(logFile),
			);
		await sleep(250);
	}
}

async function answers(url: string): Promise<boolean> {
	return await axios.get(`${url}/healthz/readiness`, { proxy: false, timeout: 5000 }).then(
		() => true,
		() => false,
	);
}

/** Whether a log has a text behind its first `bytes`, which an earlier n8n may have written. */
async function logged(text: string, logFile: string, bytes: number): Promise<boolean> {
	return (await readFile(logFile)).subarray(bytes).includes(text);
}

/** The size of a file in bytes; none if there is no such file. */
async function sizeOf(file: string): Promise<number> {
	return await stat(file).then(
		({ size }) => size,
		() => 0,
	);
}
