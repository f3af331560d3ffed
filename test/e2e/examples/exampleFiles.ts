import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readExample } from '../../../testbed/n8n/ActiveExample.ts';
import type { WorkflowNode } from '../../../testbed/n8n/workflow.ts';
import { ROOT } from '../../../testbed/n8n/packPackage.ts';

/** A node as it lies on the canvas. */
interface PlacedNode extends WorkflowNode {
	position: [x: number, y: number];
}

const NOTE = 'n8n-nodes-base.stickyNote';
/** What the editor draws as a wide node: agents, and what stands between them and a tool. */
const WIDE = /\.agent$|HitlTool$/;

/** The editor draws a node as a square of this size, in pixels, and its name below. */
const NODE_SIZE = 96;
const NAME_HEIGHT = 50;
const WIDE_WIDTH = 256;

/** The names of all example files. */
export async function exampleFiles(): Promise<string[]> {
	return (await readdir(join(ROOT, 'examples'))).filter((name) => name.endsWith('.json'));
}

/** An example begins with a note, and nothing on its canvas covers anything else. */
export async function isFitToImport(file: string): Promise<void> {
	const { nodes } = await readExample(file);
	assert.equal(nodes[0]?.type, NOTE, 'the first node is the note that explains the workflow');
	const placed = nodes as PlacedNode[];
	for (const [index, one] of placed.entries())
		for (const other of placed.slice(index + 1))
			assert(!overlap(boxOf(one), boxOf(other)), `"${one.name}" and "${other.name}" overlap`);
}

interface Box {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

function boxOf({ type, position: [left, top], parameters }: PlacedNode): Box {
	const { width, height } =
		type === NOTE
			? { width: Number(parameters['width']), height: Number(parameters['height']) }
			: { width: WIDE.test(type) ? WIDE_WIDTH : NODE_SIZE, height: NODE_SIZE + NAME_HEIGHT };
	return { left, top, right: left + width, bottom: top + height };
}

function overlap(one: Box, other: Box): boolean {
	return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
