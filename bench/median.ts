/** The number in the middle; of an even count, the mean of the two in the middle. */
export function median(numbers: number[]): number {
	const sorted = numbers.toSorted((some, other) => some - other);
	const middle = (sorted.length - 1) / 2;
	return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}
