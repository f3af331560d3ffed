import { join } from 'node:path';
import { requireBrowser } from './browser/requireBrowser.ts';
import { requirePostgres } from './queue/startPostgres.ts';
import { requireRedis } from './queue/startRedis.ts';
import { DURABLE } from './underTest.ts';

/** Something that is done in the real n8n; the file holds its tests. */
export interface Suite {
	name: string;
	file: string;
	/** Whether it runs on every n8n that is supported, or on the pinned one only. */
	onEveryN8n: boolean;
	/** How n8n is set up beyond what the tests ask for; they read it by `schedulerUnderTest`. */
	scheduler?: typeof DURABLE;
	/** Whether it does little but wait for n8n's next poll, so that it may run beside the others. */
	mostlyWaits?: boolean;
	/** Each throws a PlainFailure if something is not installed that the suite needs. */
	requires?: ReadonlyArray<() => Promise<unknown>>;
}

const suite = (name: string, onEveryN8n = true): Suite => ({
	name,
	file: join(import.meta.dirname, `${name}.test.ts`),
	onEveryN8n,
});

const trigger: Suite = { ...suite('trigger'), mostlyWaits: true };

/** The longest first: they run side by side. */
export const SUITES: readonly Suite[] = [
	trigger,
	// The same tests again, where polls are run by the scheduler that is the default from n8n 2.45; n8n 2.0 has none.
	{ ...trigger, name: 'trigger-durable', scheduler: DURABLE, onEveryN8n: false },
	{ ...suite('queue'), requires: [requirePostgres, requireRedis] },
	// The editor looks different in each version; people see the newest.
	{ ...suite('browser', false), requires: [requireBrowser] },
	{ ...suite('imports', false), requires: [requireBrowser] },
	{ ...suite('mains', false), scheduler: DURABLE, mostlyWaits: true, requires: [requirePostgres] },
	suite('examples'),
	suite('agent'),
	suite('credential'),
	suite('safeguards'),
	suite('onError'),
];
