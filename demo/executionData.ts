import { parse } from 'flatted';
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
	const { resultData } = parse(data) as ExecutionData;
	const runs = resultData?.runData?.[node] ?? [];
	return runs.flatMap((run) => run.data?.main?.[0] ?? []);
}
