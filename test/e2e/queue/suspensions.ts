import assert from 'node:assert/strict';
import type { Sandbox, SandboxUser } from '../../../sandbox/server.ts';
import type { Suspension } from './addBulkSuspend.ts';

/** The IDs of those whom the sandbox was asked to suspend, as often as it was asked, sorted. */
export function asked(sandbox: Sandbox): string[] {
	return sandbox
		.requests('suspend')
		.map(({ userId }) => userId ?? '')
		.sort();
}

/** The IDs, sorted, because neither executions nor requests come in the order of the users. */
export function ids(users: ReadonlyArray<{ id: string }>): string[] {
	return users.map(({ id }) => id).sort();
}

/** The IDs of those whom an execution says it has changed, or has not changed. */
export function told(suspensions: readonly Suspension[], { changed }: Pick<Suspension, 'changed'>): string[] {
	for (const suspension of suspensions) {
		assert.equal(suspension.state, 'SUSPENDED');
		assert.equal(suspension.previous_state, suspension.changed ? 'ACTIVE' : 'SUSPENDED');
	}
	return ids(suspensions.filter((suspension) => suspension.changed === changed));
}

/** Looks the users up in the sandbox's directory. */
export function assertSuspended(sandbox: Sandbox, users: readonly SandboxUser[]): void {
	const others = users.filter(({ id }) => sandbox.user(id).state !== 'SUSPENDED');
	assert.deepEqual(others, [], 'everybody is suspended');
}
