import type { StoredExecution, StoredFile } from './n8nRest.ts';

/** The part of an execution's data that says what each node put out. */
interface ExecutionData {
	resultData?: {
		runData?: Record<string, Array<{ data?: { main?: Array<Item[] | null> } }>>;
	};
}

interface Item {
	json: unknown;
	binary?: Record<string, StoredFile>;
}

/**
 * What a node put out in an execution, at its first output.
 *
 * @returns nothing where it did not run, or failed
 */
export function outputOf<Json>(execution: Pick<StoredExecution, 'data'>, node: string): Json[] {
	return itemsOf(execution, node).map(({ json }) => json as Json);
}

/** The files that a node put out in an execution, at its first output. */
export function filesOf(execution: Pick<StoredExecution, 'data'>, node: string): StoredFile[] {
	return itemsOf(execution, node).flatMap(({ binary }) => Object.values(binary ?? {}));
}

function itemsOf({ data }: Pick<StoredExecution, 'data'>, node: string): Item[] {
	const { resultData } = unpack(data) as ExecutionData;
	const runs = resultData?.runData?.[node] ?? [];
	return runs.flatMap((run) => run.data?.main?.[0] ?? []);
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
