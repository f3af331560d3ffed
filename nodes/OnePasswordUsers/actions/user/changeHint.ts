import type { IDataObject, NodeExecutionHint } from 'n8n-workflow';
import type { UserState } from '../../api/types';
import { hasFailed, type Outcome } from '../items';
import { WORDS } from './words';

/**
 * What a run did, in a sentence above its output: in the table, a dry run looks like a real one.
 * @param outcomes of all items; each output is a report of a change, or of a missing user
 * @param isDryRun whether no item was to change anybody
 */
export function changeHint(outcomes: Outcome[], target: UserState, isDryRun: boolean): NodeExecutionHint {
	const { done, state } = WORDS[target];
	const items = outcomes.flatMap((outcome) => (hasFailed(outcome) ? [] : outcome.output));
	const count = (fields: IDataObject) =>
		items.filter((item) => Object.entries(fields).every(([name, value]) => item[name] === value)).length;
	const changed = count({ dry_run: false, changed: true });
	const unchanged = count({ dry_run: false, changed: false });
	const dry = items.filter((item) => item.dry_run === true);
	const would = new Set(dry.filter(({ changed }) => changed).map(({ id }) => id));
	// Whoever is named again is reported as if the first item had changed them.
	const already = dry.filter(({ id }) => !would.has(id)).length;
	const missing = count({ found: false, dry_run: undefined });
	const failed = outcomes.filter(hasFailed).length;

	const facts = [
		[changed, `${changed} ${done}`],
		[unchanged, `${unchanged} unchanged`],
		[would.size, `${would.size} would be ${done}`],
		[already, `${already} already ${state}`],
		[missing, `${missing} not found`],
		[failed, `${failed} failed`],
	] satisfies Array<[number, string]>;
	const told = facts.flatMap(([number, text]) => (number > 0 ? [text] : [])).join(', ');
	const nothingToDo = unchanged > 0 && unchanged === outcomes.length;
	return {
		message: nothingToDo
			? `Already ${state}: nothing to do.`
			: `${isDryRun ? 'Dry run: nothing was changed. ' : ''}${told}.`,
		type: isDryRun || dry.length > 0 || failed > 0 ? 'warning' : 'info',
		location: 'outputPane',
	};
}
