import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * Starts a new measurement of a process's peak memory. Only Linux can; elsewhere the peak counts from the start.
 *
 * @param process its ID; defaults to this one
 */
export function resetPeak(process: number | 'self' = 'self'): void {
	const file = `/proc/${process}/clear_refs`;
	if (existsSync(file)) writeFileSync(file, '5');
}

/**
 * The most resident memory that a process has had since then, in bytes.
 *
 * On Linux not from `process.resourceUsage()`: that number is never less than the parent had when it forked.
 * @param process its ID; defaults to this one, which is also the only one that can be read elsewhere
 */
export function peakBytes(process: number | 'self' = 'self'): number {
	const file = `/proc/${process}/status`;
	const status = existsSync(file) ? readFileSync(file, 'utf8') : '';
	const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
	return Number(kibibytes ?? globalThis.process.resourceUsage().maxRSS) * 1024;
}
