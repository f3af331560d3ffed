/** So long something that nobody asks for is kept. */
const KEPT_MS = 3_600_000;

/**
 * A map whose values are made at the first use and dropped after an hour without one. It looks at each use of any of them,
 * so that no timer keeps the process from ending.
 */
export class RecentMap<T> {
	private readonly entries = new Map<string, { value: T; usedAt: number }>();
	private readonly create: () => T;

	constructor(create: () => T) {
		this.create = create;
	}

	/**
	 * The value under this key, a new one if there is none.
	 * @param now milliseconds, monotonic: the clock may be set
	 */
	get(key: string, now = performance.now()): T {
		for (const [other, { usedAt }] of this.entries) if (now - usedAt > KEPT_MS) this.entries.delete(other);
		const value = this.entries.get(key)?.value ?? this.create();
		this.entries.delete(key);
		this.entries.set(key, { value, usedAt: now });
		return value;
	}

	/** All values; the one that was not used for longest comes first. */
	*values(): Generator<T> {
		for (const { value } of this.entries.values()) yield value;
	}
}
