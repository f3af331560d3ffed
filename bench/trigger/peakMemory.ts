import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const STATUS = '/proc/self/status';
const CLEAR = '/proc/self/clear_refs';

/** Forgets how much memory this process needed until now. Only Linux can; elsewhere the peak counts from the start. */
export function resetPeak(): void {
	if (existsSync(CLEAR)) writeFileSync(CLEAR, '5');
}

/**
 * The most resident memory this process had at any moment since then, in bytes.
 *
 * On Linux not from `process.resourceUsage()`: that number is never less than the parent had when it forked.
 */
export function peakBytes(): number {
	const status = existsSync(STATUS) ? readFileSync(STATUS, 'utf8') : '';
	const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
	return Number(kibibytes ?? process.resourceUsage().maxRSS) * 1024;
}
