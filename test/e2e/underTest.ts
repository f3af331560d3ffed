import { join } from 'node:path';
import { installN8n, type InstalledN8n, type OnProgress } from '../../testbed/n8n/installN8n.ts';

/** The n8n that the suites can run on: the demo's, which is the newest they were seen to pass on, and the oldest supported. */
export const N8N_VERSIONS = ['pinned', 'oldest'] as const;
export type N8nVersion = (typeof N8N_VERSIONS)[number];

/** Where each is pinned; the demo knows its own. */
const MANIFESTS: Readonly<Record<N8nVersion, string | undefined>> = {
	pinned: undefined,
	oldest: join(import.meta.dirname, '..', '..', 'testbed', 'n8n', 'oldest'),
};

/** Installs one of them, unless it is installed already. */
export async function installVersion(
	version: N8nVersion,
	signal: AbortSignal,
	onProgress?: OnProgress,
): Promise<InstalledN8n> {
	return await installN8n(signal, onProgress, MANIFESTS[version]);
}

/**
 * Which n8n this suite runs on: the pinned one unless `E2E_N8N` names another.
 *
 * @throws Error if there is none of that name
 */
export function n8nUnderTest(): typeof installN8n {
	const name = process.env['E2E_N8N'] ?? 'pinned';
	const version = N8N_VERSIONS.find((known) => known === name);
	if (!version) throw new Error(`E2E_N8N is ${name}; it must be one of ${N8N_VERSIONS.join(', ')}.`);
	return async (signal, onProgress) => await installVersion(version, signal, onProgress);
}

/** The package to test, if it is built and packed already (`E2E_PACKAGE`), as `npm run test:e2e` does. */
export function packedPackage(): string | undefined {
	return process.env['E2E_PACKAGE'];
}

/** n8n's durable scheduler: polls are tasks in its database, and each has a copy of its node's static data. */
export const DURABLE = 'durable';

const DURABLE_SETTINGS = {
	N8N_USE_WORKFLOW_PUBLICATION_SERVICE: 'true',
	N8N_SCHEDULER_ENABLED: 'true',
	N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
	N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
};

/**
 * What runs the polls of the n8n under test: its durable scheduler if `E2E_SCHEDULER` says so, else its timers.
 *
 * @returns whether it is the durable one, and the settings of n8n for that
 * @throws Error if there is none of that name
 */
export function schedulerUnderTest(): { durable: boolean; env: NodeJS.ProcessEnv } {
	const name = process.env['E2E_SCHEDULER'] || undefined;
	if (name === undefined) return { durable: false, env: {} };
	if (name !== DURABLE) throw new Error(`E2E_SCHEDULER is ${name}; it must be ${DURABLE}, or nothing.`);
	return { durable: true, env: DURABLE_SETTINGS };
}
