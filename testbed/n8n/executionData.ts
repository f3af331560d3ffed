import { parse } from 'flatted';
import type { StoredExecution, StoredFile } from './N8nRest.ts';

/** The part of an execution's data that says what became of each node. */
interface ExecutionData {
	resultData?: { runData?: Record<string, StoredRun[]> };
}

/** One run of a node. */
export interface StoredRun {
	/** The items of each output. */
	data?: { main?: Array<StoredItem[] | null> };
	error?: { message: string; description?: string | null; context?: { itemIndex?: number } };
}

/** An item as n8n stores it. */
export interface StoredItem {
	json: Record<string, unknown>;
	binary?: Record<string, StoredFile>;
	pairedItem?: unknown;
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

/** Every run of a node in an execution; none where it did not run. */
export function runsOf({ data }: Pick<StoredExecution, 'data'>, node: string): StoredRun[] {
	const { resultData } = parse(data) as ExecutionData;
	return resultData?.runData?.[node] ?? [];
}

function itemsOf(execution: Pick<StoredExecution, 'data'>, node: string): StoredItem[] {
	return runsOf(execution, node).flatMap((run) => run.data?.main?.[0] ?? []);
}
