import { readdirSync, readFileSync } from 'node:fs';
import { peakBytes, resetPeak } from '../peakMemory.ts';
import { collectGarbage } from './collectGarbage.ts';

/** What one tick of `/proc/<pid>/stat` is on every Linux that Node.js runs on. */
const TICKS_PER_SECOND = 100;

/** What a running n8n takes from the machine. From `/proc`, so on Linux only. */
export class N8nProcess {
	readonly #pid: number;
	readonly #inspectorPort: number | undefined;

	/**
	 * The main process of the n8n that listens on this port, found by its environment.
	 *
	 * @param inspectorPort which it was started with (`--inspect-port`); without one, its garbage is left to it
	 * @throws when there is none, or where there is no `/proc`
	 */
	constructor(port: string, inspectorPort?: number) {
		const isIt = (pid: string) => {
			const [environment, command] = [read(`/proc/${pid}/environ`), read(`/proc/${pid}/cmdline`)];
			return environment.split('\0').includes(`N8N_PORT=${port}`) && command.includes('bin/n8n\0');
		};
		const pid = readdirSync('/proc').find((name) => /^\d+$/.test(name) && isIt(name));
		if (pid === undefined) throw new Error(`No n8n listens on port ${port}, as far as /proc tells.`);
		this.#pid = Number(pid);
		this.#inspectorPort = inspectorPort;
	}

	/** CPU time since it started, in seconds, in its own code and in the kernel's. */
	cpuSeconds(): number {
		// The second field is the command in parentheses, which may hold anything.
		const fields = read(`/proc/${this.#pid}/stat`)
			.replace(/^.*\) /, '')
			.split(' ');
		return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
	}

	/** Frees what earlier runs left, so that the next one's peak and CPU time are its own. */
	async collectGarbage(): Promise<void> {
		if (this.#inspectorPort !== undefined) await collectGarbage(this.#pid, this.#inspectorPort);
	}

	/** From now on `peakBytes` tells the peak since now. */
	resetPeak(): void {
		resetPeak(this.#pid);
	}

	/** The most resident memory it had at any moment since `resetPeak`. */
	peakBytes(): number {
		return peakBytes(this.#pid);
	}
}

/** Empty where the process is gone or belongs to another user. */
function read(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return '';
	}
}
