/**
 * One active workflow with the built trigger in it, in a process of its own, so that its memory can be measured:
 * n8n-core's PollContext and static data. It polls whenever its parent says so.
 */
import { createRequire } from 'node:module';
import type * as Core from 'n8n-core';
import type { INode, INodeTypes } from 'n8n-workflow';
import type * as N8n from 'n8n-workflow';
import type * as Shipped from '../../nodes/OnePasswordUsers/OnePasswordUsersTrigger.node.ts';
import type { Polled, Task } from './cases.ts';
import { withCredential } from './credentialStandIn.ts';
import { peakBytes, resetPeak } from '../peakMemory.ts';

// n8n loads its own packages and ours with require(); as an ES module, n8n-workflow can't be loaded by Node.js.
const load = createRequire(import.meta.url);
load('reflect-metadata');
const { PollContext } = load('n8n-core') as typeof Core;
const { Workflow } = load('n8n-workflow') as typeof N8n;
const { OnePasswordUsersTrigger } = load(
	'../../dist/nodes/OnePasswordUsers/OnePasswordUsersTrigger.node.js',
) as typeof Shipped;

const task = JSON.parse(process.argv[2] ?? '') as Task;
const trigger = new OnePasswordUsersTrigger();
const nodeTypes: INodeTypes = {
	getByName: () => trigger,
	getByNameAndVersion: () => trigger,
	getKnownTypes: () => ({}),
};
const node: INode = {
	id: 'n1',
	name: '1Password Users Trigger',
	type: 'n8n-nodes-1password-users.onePasswordUsersTrigger',
	typeVersion: 1,
	position: [0, 0],
	parameters: { events: task.events, filters: {} },
	credentials: { onePasswordUsersApi: { id: 'c1', name: 'Sandbox' } },
};
const workflow = new Workflow({ id: 'bench', nodes: [node], connections: {}, active: true, nodeTypes });
const additionalData = withCredential(task);

globalThis.gc?.();
resetPeak();
const idleBytes = process.memoryUsage.rss();

async function poll(): Promise<Polled> {
	const context = new PollContext(workflow, node, additionalData, 'trigger', 'activate');
	const began = performance.now();
	const result = await trigger.poll.call(context);
	const milliseconds = performance.now() - began;
	// Before the static data become text below, which is n8n's memory and not the poll's.
	const peak = peakBytes();
	const staticBytes = Buffer.byteLength(JSON.stringify(workflow.getStaticData('node', node)));
	return { milliseconds, items: result?.[0]?.length ?? 0, staticBytes, idleBytes, peakBytes: peak };
}

process.on('message', () => void poll().then((polled) => process.send?.(polled)));
// Connections that are kept alive must not keep the process.
process.once('disconnect', () => process.exit());
process.send?.('ready');
