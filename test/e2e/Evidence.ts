import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../../testbed/n8n/packPackage.ts';
import { exists } from '../../testbed/system/fillOnce.ts';
import type { Sandbox } from '../../sandbox/server.ts';

/** Writes one piece of evidence to a file. */
type Writer = (file: string) => Promise<unknown>;

/** What is kept when a suite fails: n8n's log, the sandbox's requests, what the browser showed. */
export class Evidence {
	/** Where it is kept. */
	readonly folder: string;
	readonly #writers = new Map<string, Writer>();
	#told: string[] = [];

	/**
	 * @param suite its name
	 * @param n8nVersion on which it failed
	 */
	constructor(suite: string, n8nVersion: string) {
		this.folder = join(ROOT, 'test-results', `${suite} on n8n ${n8nVersion}`.replaceAll(/[^\w.]+/g, '-'));
	}

	/** @param write gets the path of the file to make */
	add(name: string, write: Writer): void {
		this.#writers.set(name, write);
	}

	/** @param source what will be copied, if it is there by then */
	addFile(name: string, source: string): void {
		this.add(name, async (file) => {
			if (await exists(source)) await copyFile(source, file);
		});
	}

	/** @param read gives text that is told as well: the log of another machine's run may be all that is left of it */
	addTold(name: string, read: () => Promise<string>): void {
		this.add(name, async (file) => {
			const text = await read();
			this.#told.push(`${name}:\n${text}`);
			await writeFile(file, text);
		});
	}

	addSandbox(sandbox: Sandbox): void {
		this.add('requests.txt', async (file) => await writeFile(file, requestsOf(sandbox)));
	}

	/**
	 * Writes all of it, replacing what an earlier run left.
	 *
	 * @returns where it is, which pieces could not be had, and those that are told
	 */
	async keep(): Promise<string> {
		await rm(this.folder, { recursive: true, force: true });
		await mkdir(this.folder, { recursive: true });
		const lost: string[] = [];
		this.#told = [];
		for (const [name, write] of this.#writers)
			await write(join(this.folder, name)).catch((error: unknown) => lost.push(`${name} (${String(error)})`));
		const kept = `What may explain this is in ${this.folder}.`;
		const all = lost.length === 0 ? kept : `${kept} Not kept: ${lost.join(', ')}.`;
		return [all, ...this.#told].join('\n');
	}
}

/** One line a request; without headers and bodies, because these hold secrets. */
function requestsOf(sandbox: Sandbox): string {
	return sandbox
		.requests()
		.map(({ startedAt, method, path, query, status, faulty }) => {
			const search = new URLSearchParams(query).toString();
			const answer = `${status ?? 'no answer'}${faulty ? ' (made to fail)' : ''}`;
			return `${new Date(startedAt).toISOString()} ${method} ${path}${search && `?${search}`} → ${answer}\n`;
		})
		.join('');
}
