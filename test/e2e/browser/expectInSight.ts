import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { boxOf } from './Editor.ts';

/** Waits until something is there, and makes sure that the whole of it is inside what holds it: nothing is cut off or has to be scrolled to. */
export async function expectInSight(element: Locator, frame: Locator): Promise<void> {
	await element.waitFor();
	const inner = await boxOf(element);
	const outer = await boxOf(frame);
	const beyond = {
		left: Math.max(0, outer.x - inner.x),
		top: Math.max(0, outer.y - inner.y),
		right: Math.max(0, inner.x + inner.width - outer.x - outer.width),
		bottom: Math.max(0, inner.y + inner.height - outer.y - outer.height),
	};
	assert.deepEqual(beyond, { left: 0, top: 0, right: 0, bottom: 0 }, `${String(element)} is cut off.`);
}
