import { stdout } from 'node:process';
import { Stopped } from './PlainFailure.ts';

/** A line that only tells how far something is comes at most that often where lines can't be overwritten. */
const QUIET_MS = 30_000;
const CLEAR_LINE = '\r\u001b[2K';

/** Labels and values, one below the other. */
export type Facts = ReadonlyArray<readonly [label: string, value: string]>;

/** Prints what happens, for a person in front of a terminal or for a log. */
export class Report {
	/**
	 * Does something that takes a while, showing what it is and for how long it has been going on.
	 *
	 * @param title while it goes on, as in "Starting n8n"
	 * @param work calls its argument to tell how far it is
	 * @param done what to say afterwards
	 * @param isGood whether the result is what was hoped for
	 */
	async step<Result>(
		title: string,
		work: (progress: (text: string) => void) => Promise<Result>,
		done: (result: Result) => string,
		isGood: (result: Result) => boolean = () => true,
	): Promise<Result> {
		const started = Date.now();
		const elapsed = () => duration(Date.now() - started);
		let detail = '';
		let lastPrinted = 0;
		const show = () => {
			const line = [`  … ${title}`, detail, elapsed()].filter(Boolean).join(', ');
			if (stdout.isTTY) stdout.write(CLEAR_LINE + line.slice(0, (stdout.columns || 80) - 1));
			else if (detail && Date.now() - lastPrinted > QUIET_MS) {
				this.line(line);
				lastPrinted = Date.now();
			}
		};
		const ticking = setInterval(show, 1000);
		show();
		try {
			const result = await work((text) => {
				detail = text;
				show();
			});
			this.#finish(`  ${isGood(result) ? '✔' : '✘'} ${done(result)} (${elapsed()})`);
			return result;
		} catch (error) {
			this.#finish(`  ${error instanceof Stopped ? '–' : '✘'} ${title} (${elapsed()})`);
			throw error;
		} finally {
			clearInterval(ticking);
		}
	}

	/** A title with an empty line around it. */
	heading(text: string): void {
		this.line(`\n${text}\n`);
	}

	facts(facts: Facts): void {
		const width = Math.max(...facts.map(([label]) => label.length));
		for (const [label, value] of facts) this.line(`  ${label.padEnd(width)}  ${value}`);
	}

	line(text: string): void {
		stdout.write(`${text}\n`);
	}

	#finish(text: string): void {
		this.line((stdout.isTTY ? CLEAR_LINE : '') + text);
	}
}

function duration(ms: number): string {
	const seconds = Math.round(ms / 1000);
	return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
