const REAL = [
	'hrtime',
	'nextTick',
	'queueMicrotask',
	'setImmediate',
	'clearImmediate',
	'setInterval',
	'clearInterval',
	'setTimeout',
	'clearTimeout',
] as const;

/**
 * Time stands still while requests travel, both that of the day and `performance.now()`, and jumps to the end of a pause
 * as soon as so many keep one: whoever would wait for half an hour is seen to do so at once.
 */
export class JumpingClock {
	private sleepers: Array<{ until: number; wake: () => void }> = [];
	private crowd = 1;
	isRunning = false;

	start(now: number): void {
		this.isRunning = true;
		jest.useFakeTimers({ now, doNotFake: [...REAL] });
	}

	stop(): void {
		this.isRunning = false;
		jest.useRealTimers();
	}

	/** So many milliseconds go by at once. */
	pass(ms: number): void {
		jest.advanceTimersByTime(ms);
	}

	/** Somebody sets the time of day forward, or back where `ms` is negative, while no time goes by. */
	set(ms: number): void {
		jest.setSystemTime(Date.now() + ms);
	}

	/** How many must be asleep before time goes on; one, unless told. */
	waitFor(crowd: number): void {
		this.crowd = crowd;
	}

	/** In place of n8n's own. The millisecond between two requests is no pause: it goes by in real time. */
	readonly sleep = async (ms: number): Promise<void> =>
		await new Promise((wake) => {
			if (ms <= 1) return void setTimeout(wake, ms);
			this.sleepers.push({ until: performance.now() + ms, wake });
			setImmediate(() => this.jump());
		});

	private jump(): void {
		if (this.sleepers.length < this.crowd) return;
		const next = Math.min(...this.sleepers.map(({ until }) => until));
		this.pass(next - performance.now());
		const due = this.sleepers.filter(({ until }) => until === next);
		this.sleepers = this.sleepers.filter(({ until }) => until > next);
		for (const { wake } of due) wake();
	}
}
