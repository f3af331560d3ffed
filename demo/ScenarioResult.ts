import type { Facts } from '../testbed/terminal/Report.ts';

/** What an example did when it ran. */
export interface ScenarioResult {
	title: string;
	facts: Facts;
	/** Checks that failed, as sentences; empty if all passed. */
	problems: string[];
}

/** The sentences of the checks that failed. */
export function problemsIn(checks: ReadonlyArray<readonly [holds: boolean, problem: string]>): string[] {
	return checks.filter(([holds]) => !holds).map(([, problem]) => problem);
}
