import { join } from 'node:path';

/** Something that is done in the real n8n; the file holds its tests. */
export interface Suite {
	name: string;
	file: string;
	/** Whether it runs on every n8n that is supported, or on the pinned one only. */
	onEveryN8n: boolean;
}

const suite = (name: string, onEveryN8n = true): Suite => ({
	name,
	file: join(import.meta.dirname, `${name}.test.ts`),
	onEveryN8n,
});

/** The longest first: they run side by side. */
export const SUITES: readonly Suite[] = [
	suite('trigger'),
	suite('queue'),
	// The editor looks different in each version; people see the newest.
	suite('browser', false),
	suite('examples'),
	suite('agent'),
	suite('credential'),
	suite('safeguards'),
	suite('onError'),
];
