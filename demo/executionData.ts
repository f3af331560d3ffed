import type { StoredExecution } from './n8nRest.ts';

/** The part of an execution's data that says what each node put out. */
interface ExecutionData {
	resultData?: {
		runData?: Record<string, Array<{ data?: { main?: Array<Array<{ json: unknown }> | null> } }>>;
	};
}

/**
 * What a node put out in an execution, at its first output.
 *
 * @returns nothing where it did not run, or failed
 */
export function outputOf<Json>({ data }: Pick<StoredExecution, 'data'>, node: string): Json[] {
	const { resultData } = unpack(data) as ExecutionData;
	const runs = resultData?.runData?.[node] ?? [];
	return runs.flatMap((run) => run.data?.main?.[0] ?? []).map(({ json }) => json as Json);
}

/**
 * Reads n8n's packed JSON ("flatted"): a list of everything there is, the root first, where each text inside an object
 * or a list is the position of what belongs there.
 */
export function unpack(packed: string): unknown {
	const parts = JSON.parse(packed) as unknown[];
	for (const part of parts) {
		if (!isContainer(part)) continue;
		for (const [key, value] of Object.entries(part))
			if (typeof value === 'string') part[key] = parts[Number(value)];
	}
	return parts[0];
}

/** Objects and lists alike: both have values by key. */
const isContainer = (part: unknown): part is Record<string, unknown> =>
	typeof part === 'object' && part !== null;
