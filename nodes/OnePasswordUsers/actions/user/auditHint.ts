import type { IDataObject, NodeExecutionHint } from 'n8n-workflow';
import type { AuditedList } from './auditedList';
import type { Finding, Findings } from './compareWithList';

/** The findings that are differences, in words. */
const IN_WORDS: Partial<Record<Finding, string>> = {
	active_not_listed: 'active but not listed',
	suspended_listed: 'listed but suspended',
	listed_not_found: 'listed but not found',
	unknown_not_listed: 'not listed and in an unknown state',
	unknown_listed: 'listed and in an unknown state',
};

/**
 * What an audit found and what it left out, in sentences above its output.
 * @param failed how many items could not be read
 */
export function auditHint(
	{ ofItems, ofOthers }: Findings,
	{ withoutEmail, repeated, inOtherDomains }: AuditedList,
	failed: number,
): NodeExecutionHint {
	const counts = new Map<unknown, number>();
	const count = ({ finding }: IDataObject) => counts.set(finding, (counts.get(finding) ?? 0) + 1);
	for (const findings of [...ofItems.values(), ofOthers]) findings.forEach(count);
	const differences = Object.entries(IN_WORDS).flatMap(([finding, words]) => {
		const number = counts.get(finding);
		return number ? [`${number} ${words}`] : [];
	});
	const leftOut = [
		[withoutEmail, `${items(withoutEmail)} without an email skipped`],
		[repeated, `${items(repeated)} with an email that came before`],
		[inOtherDomains, `${items(inOtherDomains)} in other domains left out`],
		[failed, `${items(failed)} failed, so that somebody on the list may seem not to be`],
	] satisfies Array<[number, string]>;
	const told = leftOut.flatMap(([number, text]) => (number > 0 ? [text] : []));
	return {
		message: [differences.join(', ') || 'No differences', ...told].map((text) => `${text}.`).join(' '),
		type: withoutEmail > 0 || failed > 0 ? 'warning' : 'info',
		location: 'outputPane',
	};
}

const items = (count: number) => `${count} ${count === 1 ? 'item' : 'items'}`;
