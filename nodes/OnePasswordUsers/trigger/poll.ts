import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import type { ApiError } from '../api/errors/ApiError';
import { openConnection } from '../api/transport/connection';
import { toNodeError } from '../common/nodeError';
import { asError } from '../utils/asError';
import { toEvents } from './events';
import { baseline, directoryOf, MEMORY_KEY, nextMemory, readMemory, subjectOf, type Memory } from './memory';
import { oneAtATime } from './oneAtATime';
import { sample } from './sample';
import { readSelection } from './selection';
import { survey } from './survey';
import { toleratingOnce } from './tolerateOnce';
import { withinBudget } from './withinBudget';

type Polled = INodeExecutionData[][] | null;

/**
 * One poll of the trigger.
 * @returns the events as items of one execution; null where there are none, so that nothing is executed
 * @throws NodeError when the account can't be read; what is remembered stays as it was
 */
export async function watch(context: IPollFunctions): Promise<Polled> {
	try {
		if (context.getMode() === 'manual') return await showSample(context);
		const node = `${context.getWorkflow().id}:${context.getNode().id}`;
		const poll = async () => await pollOnce(context);
		return await oneAtATime(node, () => toleratingOnce(node, poll, (failure) => warnOf(context, failure)));
	} catch (error) {
		throw toNodeError(context.getNode(), asError(error));
	}
}

/** Read, compare, confirm; remember as the last thing of all, so that a failure at any point leaves everything to the next poll. */
async function pollOnce(context: IPollFunctions): Promise<Polled> {
	const staticData = context.getWorkflowStaticData('node');
	const { items, memory } = await withinBudget(context, (stop) =>
		compare(context, staticData[MEMORY_KEY], stop),
	);
	const result = items.length > 0 ? [items] : null;
	if (memory) staticData[MEMORY_KEY] = memory;
	return result;
}

interface Compared {
	items: INodeExecutionData[];
	/** what to remember instead; undefined where nothing changed */
	memory?: Memory;
}

async function compare(context: IPollFunctions, stored: unknown, stop?: AbortSignal): Promise<Compared> {
	const selection = readSelection(context);
	const connection = await openConnection(context, stop);
	const { settings } = connection;
	const subject = subjectOf(settings, selection);
	const memory = usableMemory(context, stored, subject);
	if (!memory) {
		const comparison = await survey(connection, undefined, selection);
		return { items: [], memory: baseline(subject, comparison.directory()) };
	}
	const comparison = await survey(connection, directoryOf(memory), selection);
	const items = toEvents(comparison.changes(), { ...memory, accountId: settings.accountId });
	const next = nextMemory(memory, comparison.directory(), items.length > 0);
	return next === memory ? { items } : { items, memory: next };
}

/** @returns undefined where a new baseline is due */
function usableMemory(context: IPollFunctions, stored: unknown, subject: string): Memory | undefined {
	const memory = readMemory(stored);
	if (memory === 'unknown') {
		context.logger.warn(
			'1Password Users Trigger: what is remembered was written by another version of this package. Starting over: what changed since the last poll is not reported.',
			labelOf(context),
		);
		return undefined;
	}
	return memory?.of === subject ? memory : undefined;
}

/** Stores nothing, and shows every failure: a person is waiting for the answer. */
async function showSample(context: IPollFunctions): Promise<Polled> {
	const selection = readSelection(context);
	const connection = await openConnection(context);
	const { accountId } = connection.settings;
	return [toEvents(await sample(connection, selection), { accountId, series: 'sample', round: 0 })];
}

function warnOf(context: IPollFunctions, { message }: ApiError): void {
	context.logger.warn(
		`1Password Users Trigger: ${message}. If the next poll fails too, it will show as a failed execution.`,
		labelOf(context),
	);
}

const labelOf = (context: IPollFunctions) => ({
	workflowId: context.getWorkflow().id,
	node: context.getNode().name,
});
