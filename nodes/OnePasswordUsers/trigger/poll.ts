import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import type { ApiError } from '../api/errors/ApiError';
import { openConnection } from '../api/transport/connection';
import { namingField } from '../common/namingField';
import { toNodeError } from '../common/nodeError';
import { asError } from '../utils/asError';
import { toEvents } from './events';
import { fields } from './fields';
import { baseline, directoryOf, isMemory, MEMORY_KEY, nextMemory, subjectOf, type Memory } from './memory';
import { oneAtATime } from './oneAtATime';
import { sample } from './sample';
import { readSelection } from './selection';
import { survey } from './survey';
import { tolerateOnce } from './tolerateOnce';
import { withinBudget } from './withinBudget';

type Polled = INodeExecutionData[][] | null;

/**
 * One poll of the trigger.
 * @returns the events as items of one execution; null where there are none, so that nothing is executed
 * @throws NodeError when the account can't be read; what is remembered stays as it was
 */
export async function poll(context: IPollFunctions): Promise<Polled> {
	try {
		if (context.getMode() === 'manual') return await showSample(context);
		const node = keyOf(context);
		const work = async () => await readAndCompare(context);
		return await oneAtATime(node, async () => {
			return await tolerateOnce(node, work, (failure) => warn(context, tolerated(failure)));
		});
	} catch (error) {
		const evaluate = (parameter: string) => context.getNodeParameter(parameter, null);
		throw toNodeError(context.getNode(), namingField(asError(error), fields, evaluate));
	}
}

/** Identifies the node among all nodes of this n8n. */
const keyOf = (context: IPollFunctions) => `${context.getWorkflow().id}:${context.getNode().id}`;

/** Remembers as the very last step, so that a failure at any point leaves everything to the next poll. */
async function readAndCompare(context: IPollFunctions): Promise<Polled> {
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

/**
 * @param stop is aborted when the time is up. What 1Password has confirmed by then is reported and remembered, and
 * nothing else, so that the next poll finds the rest. So it is where somebody can't be read
 * @throws when the time is up and there is nothing to report or to remember; the first failure when somebody can't be read
 * and there is nothing to report, as nobody would hear of it otherwise
 */
async function compare(context: IPollFunctions, stored: unknown, stop?: AbortSignal): Promise<Compared> {
	const selection = readSelection(context);
	const connection = await openConnection(context, stop);
	const { settings } = connection;
	const subject = subjectOf(settings, selection);
	const memory = usableMemory(context, stored, subject);
	if (!memory) {
		const { comparison } = await survey(connection, undefined, selection, stop);
		return { items: [], memory: baseline(subject, comparison.directory(), keyOf(context)) };
	}
	const { comparison, failure } = await survey(connection, directoryOf(memory), selection, stop);
	const items = toEvents(comparison.changes(), { ...memory, accountId: settings.accountId, sample: false });
	const next = nextMemory(memory, comparison.directory(), comparison.begun());
	const { length: left } = comparison.unconfirmed();
	if (left > 0 && failure && items.length === 0) throw failure;
	if (left > 0 && next === memory) stop?.throwIfAborted();
	if (left > 0) warn(context, failure ? unreadable(left, failure) : outOfTime(left));
	return next === memory ? { items } : { items, memory: next };
}

/** @returns undefined where a new baseline is due */
function usableMemory(context: IPollFunctions, stored: unknown, subject: string): Memory | undefined {
	if (isMemory(stored)) return stored.of === subject ? stored : undefined;
	if (stored !== undefined && stored !== null) warn(context, WRITTEN_BY_ANOTHER_VERSION);
	return undefined;
}

/** Stores nothing, and shows every failure: a person is waiting for the answer. */
async function showSample(context: IPollFunctions): Promise<Polled> {
	const selection = readSelection(context);
	const connection = await openConnection(context);
	const { accountId } = connection.settings;
	const changes = await sample(connection, selection);
	return [toEvents(changes, { accountId, series: 'sample', round: 0, sample: true })];
}

const WRITTEN_BY_ANOTHER_VERSION =
	'what is remembered was written by another version of this package. Starting over: what changed since the last poll is not reported.';

const outOfTime = (left: number) =>
	`the time for this poll is up. What 1Password has confirmed is reported; the next poll looks for the ${left} users that are left.`;

const unreadable = (left: number, { message }: ApiError) =>
	`not everyone could be read: ${message}. What 1Password has confirmed is reported; the next poll looks again for those who are left (${left}).`;

const tolerated = ({ message }: ApiError) =>
	`${message}. If the next poll fails too, it will show as a failed execution.`;

function warn(context: IPollFunctions, text: string): void {
	context.logger.warn(`1Password Users Trigger: ${text}`, {
		workflowId: context.getWorkflow().id,
		node: context.getNode().name,
	});
}
